package dev.freihafen.cost.price;

/** What the price of a machine includes. */
public enum OperatingSystem {
    /** Not a machine's price, or one that holds for any system. */
    NONE("None"),
    LINUX("Linux"),
    /** With the licence of Windows, or that licence alone. */
    WINDOWS("Windows"),
    /** Another system with a licence, such as RHEL. */
    OTHER("Other");

    private final String text;

    OperatingSystem(String text) {
        this.text = text;
    }

    /** The name in answers. */
    public String text() {
        return text;
    }
}
