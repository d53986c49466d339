package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.LedgerRow;
import org.jspecify.annotations.Nullable;

/**
 * What a batch makes of one row of the ledger.
 *
 * @param before as it was stored before the batch; null for a new row
 * @param after as it is stored then
 */
record Change(@Nullable LedgerRow before, LedgerRow after) {
    /** This change and a later one of the same row. */
    Change then(Change later) {
        return new Change(before, later.after);
    }
}
