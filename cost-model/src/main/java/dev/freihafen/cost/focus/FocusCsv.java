package dev.freihafen.cost.focus;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV: UTF-8, RFC 4180 with LF, null as an empty field. */
public final class FocusCsv {

    private FocusCsv() {}

    /** Writes a header and the rows, streaming; the stream of bytes is flushed, not closed. */
    public static void write(FocusVersion version, Stream<FocusRow> rows, OutputStream output) throws IOException {
        List<FocusColumn> columns = version.columns();
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8), 1 << 16);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
        try (rows) {
            csv.writeRecord(columns.stream().map(FocusColumn::columnName).toArray(String[]::new));
            rows.forEach(row -> csv.writeRecord(
                    columns.stream().map(column -> field(row, column)).toArray(String[]::new)));
            csv.flush();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        writer.flush();
    }

    private static @Nullable String field(FocusRow row, FocusColumn column) {
        String text = row.get(column);
        return text != null && column.type() == FocusColumn.Type.TEXT && beginsLikeAFormula(text) ? "'" + text : text;
    }

    /** What a spreadsheet would run, or hide, instead of showing it. */
    private static boolean beginsLikeAFormula(String text) {
        return "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
