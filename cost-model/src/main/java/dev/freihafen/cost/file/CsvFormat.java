package dev.freihafen.cost.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** How CSV is written: UTF-8, LF, quotes only where needed. */
public final class CsvFormat {

    private CsvFormat() {}

    static CsvWriter writer(OutputStream out) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8);
    }

    /**
     * A text that no spreadsheet takes for a formula: one that starts with {@code =}, {@code +}, {@code -}, {@code @}, a
     * tab or a carriage return gets a leading {@code '}.
     */
    public static String guarded(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
