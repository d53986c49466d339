package dev.freihafen.cost.file;

/**
 * What is wrong with a file, and where. The message is one line, {@code file:line: column: reason}. Nothing of a file
 * with a fault is used.
 */
public final class FileFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;
    private final String column;
    private final String reason;

    /**
     * @param file as its reader named it
     * @param line from 1; of a record over several lines the first
     * @param column name of the column, or of a document's member
     * @param reason a plain sentence: what is wrong and what is expected
     */
    public FileFault(String file, long line, String column, String reason) {
        super(oneLine(file) + ":" + line + ": " + column + ": " + oneLine(reason));
        this.file = file;
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    public String file() {
        return file;
    }

    public long line() {
        return line;
    }

    public String column() {
        return column;
    }

    public String reason() {
        return reason;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }
}
