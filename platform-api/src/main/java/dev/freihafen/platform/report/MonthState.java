package dev.freihafen.platform.report;

/** How far a month is; a report says so on its first page. */
public enum MonthState {
    OPEN("Open: figures still change"),
    REVIEW("In review: not yet approved"),
    CLOSED("Closed");

    private final String text;

    MonthState(String text) {
        this.text = text;
    }

    /** For reading. */
    public String text() {
        return text;
    }
}
