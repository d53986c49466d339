package dev.freihafen.cost.statement;

/**
 * What finance should know of a statement before it closes the month.
 *
 * @param team whom it concerns; empty if it is the cluster
 * @param text a sentence that says what to do
 */
public record Warning(Kind kind, String cluster, String team, String text) {

    /** What it is about. */
    public enum Kind {
        /** Usage without a rate. */
        UNPRICED_USAGE(true),
        /** A node's capacity without a rate. */
        UNPRICED_NODE(true),
        /** Idle, shared and residual cost of the cluster are not known, because something has no rate. */
        DRAFT(true),
        /** A node without a class meets only rates for every class. */
        NODE_WITHOUT_CLASS(false),
        /** More was reserved than the nodes have; costs were scaled down to the capacity. */
        OVERCOMMITTED(false);

        private final boolean blocksClose;

        Kind(boolean blocksClose) {
            this.blocksClose = blocksClose;
        }

        /** Whether the month cannot be closed. */
        public boolean blocksClose() {
            return blocksClose;
        }
    }
}
