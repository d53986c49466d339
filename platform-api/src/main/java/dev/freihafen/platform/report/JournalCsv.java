package dev.freihafen.platform.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement as journal entries for the accounts: one per cluster, team, kind and currency, which together are the
 * statement to the cent. The key is the same whenever the same statement is written, so that an entry is booked once.
 */
public final class JournalCsv {

    static final String[] COLUMNS = {"costCentre", "account", "amount", "currency", "period", "text", "key"};

    private JournalCsv() {}

    private record Entry(String cluster, String team, Kind kind, Currency currency) {}

    /** Writes the entries in the order of the statement: UTF-8, RFC 4180 with LF; flushed, not closed. */
    public static void write(Statement statement, ReportContext context, OutputStream output) throws IOException {
        Map<Entry, BigInteger> entries = new LinkedHashMap<>();
        for (StatementLine line : statement.lines()) {
            if (line.minorUnits() != null && line.currency() != null) {
                Entry entry = new Entry(line.cluster(), line.team(), line.kind(), line.currency());
                entries.merge(entry, line.minorUnits(), BigInteger::add);
            }
        }
        String period = statement.month().month().toString();
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
        try {
            csv.writeRecord(COLUMNS);
            entries.forEach((entry, units) -> csv.writeRecord(record(entry, units, period, context)));
            csv.flush();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        writer.flush();
    }

    private static String[] record(Entry entry, BigInteger units, String period, ReportContext context) {
        String text = "Machine learning platform " + period + ", " + entry.cluster() + ": "
                + entry.kind().text() + ", " + context.nameOf(entry.team());
        return new String[] {
            Cells.harmless(context.costCentreOf(entry.team())),
            Cells.harmless(context.accountOf(entry.kind())),
            Amounts.decimal(units, entry.currency()).toPlainString(),
            entry.currency().getCurrencyCode(),
            period,
            text,
            String.join(
                    "|",
                    period,
                    entry.cluster(),
                    entry.team(),
                    entry.kind().text(),
                    entry.currency().getCurrencyCode())
        };
    }
}
