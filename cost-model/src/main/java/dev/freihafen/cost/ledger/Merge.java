package dev.freihafen.cost.ledger;

import java.util.List;

/** What becomes of an observation that is offered to the ledger. */
public sealed interface Merge {

    /**
     * Taken in.
     *
     * @param changed rows of the series to insert or replace, by (series, start); empty if nothing new was said
     */
    record Accepted(List<LedgerRow> changed) implements Merge {
        public Accepted {
            changed = List.copyOf(changed);
        }
    }

    /** Not taken in; the reason is a plain sentence. */
    record Refused(String reason) implements Merge {}
}
