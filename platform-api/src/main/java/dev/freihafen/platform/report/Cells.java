package dev.freihafen.platform.report;

/** Texts of people that end in the cells of a spreadsheet. */
final class Cells {

    private Cells() {}

    /** For a CSV file: what a spreadsheet would take for a formula gets an apostrophe in front. */
    static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** For XML: characters that it cannot hold are replaced. */
    static String xml(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == '\t'
                                || point == '\n'
                                || (point >= ' ' && point < 0xD800)
                                || (point > 0xDFFF && point < 0xFFFE)
                                || point > 0xFFFF
                        ? point
                        : 0xFFFD)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
