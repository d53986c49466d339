package dev.freihafen.cost.price;

/** How the priced thing is bought. Only {@link #ON_DEMAND} and {@link #SPOT} are prices of an hour that anybody pays. */
public enum Purchase {
    ON_DEMAND("OnDemand"),
    /** May be taken away; Azure's Spot, Google's Spot and Preemptible. */
    SPOT("Spot"),
    /** Azure's predecessor of Spot, for Batch alone. */
    LOW_PRIORITY("LowPriority"),
    /** Bound for a term: Azure's reservations, AWS's reserved instances, Google's commitments. */
    RESERVATION("Reservation"),
    /** Azure's price per hour under a savings plan, bound for a term. */
    SAVINGS_PLAN("SavingsPlan"),
    /** Azure's price for subscriptions of developers. */
    DEV_TEST("DevTest"),
    /** A way that is not known here; the row's variant names it. */
    OTHER("Other");

    private final String text;

    Purchase(String text) {
        this.text = text;
    }

    /** The name in answers. */
    public String text() {
        return text;
    }
}
