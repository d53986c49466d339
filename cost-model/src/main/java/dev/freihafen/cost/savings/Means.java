package dev.freihafen.cost.savings;

/** How money was saved. */
public enum Means {
    /** A workspace was stopped for a while. */
    IDLE_STOP("IdleStop"),
    /** An endpoint had no replica for a while. */
    SCALE_TO_ZERO("ScaleToZero"),
    /** Work ran on spot instead of on-demand capacity. */
    SPOT("Spot");

    private final String text;

    Means(String text) {
        this.text = text;
    }

    /** The name in REST. */
    public String text() {
        return text;
    }
}
