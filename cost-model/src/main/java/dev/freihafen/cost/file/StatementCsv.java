package dev.freihafen.cost.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.freihafen.cost.statement.StatementLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines of a statement as CSV: no totals; texts are guarded against being taken for formulas. */
public final class StatementCsv {

    /** The columns. */
    public static final List<String> COLUMNS = List.of(
            "cluster",
            "team",
            "workloadKind",
            "workloadName",
            "step",
            "resource",
            "hardwareClass",
            "capacityType",
            "quantity",
            "unit",
            "amount",
            "currency",
            "rateId",
            "unitPrice",
            "kind",
            "note");

    private static final Set<String> NUMBERS = Set.of("quantity", "amount", "unitPrice");
    private static final boolean[] NUMERIC = numeric();

    private StatementCsv() {}

    private static boolean[] numeric() {
        boolean[] numeric = new boolean[COLUMNS.size()];
        for (int column = 0; column < numeric.length; column++) {
            numeric[column] = NUMBERS.contains(COLUMNS.get(column));
        }
        return numeric;
    }

    /** Writes the header and the lines; the stream stays open. */
    public static void write(OutputStream out, Stream<StatementLine> lines) {
        try {
            CsvWriter writer = CsvFormat.writer(out);
            writer.writeRecord(COLUMNS);
            lines.forEach(line -> write(writer, fields(line)));
            writer.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void write(CsvWriter writer, List<String> fields) {
        CsvWriter.CsvWriterRecord written = writer.writeRecord();
        for (int column = 0; column < NUMERIC.length; column++) {
            String field = fields.get(column);
            written.writeField(NUMERIC[column] ? field : CsvFormat.guarded(field));
        }
        written.endRecord();
    }

    /** The fields of a line as they are, in the order of the columns. */
    public static List<String> fields(StatementLine line) {
        Currency currency = line.currency();
        return List.of(
                line.cluster(),
                line.team(),
                line.workloadKind(),
                line.workloadName(),
                line.step(),
                line.resource(),
                line.hardwareClass(),
                line.capacityType(),
                plain(line.quantity()),
                line.unit(),
                plain(line.amount()),
                currency == null ? "" : currency.getCurrencyCode(),
                line.rateId(),
                plain(line.unitPrice()),
                line.kind().text(),
                line.note());
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }
}
