package dev.freihafen.cost.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A usage interval as the ledger keeps it: with the knowledge of where its end came from, without which the result of
 * merging would depend on the order of arrival.
 *
 * @param interval as it is charged
 * @param endSeen lastSeen of the observation that stated the end; null if nothing stated one: the interval is then open,
 *     or was ended by the start of the segment after it
 */
public record LedgerRow(UsageInterval interval, @Nullable Instant endSeen) {

    /** @throws InvalidFact if an end was stated that the interval does not have */
    public LedgerRow {
        if (endSeen != null && interval.end() == null) {
            throw new InvalidFact("endSeen", "is set for an interval without an end");
        }
    }

    /** A row as observed, before it has met others of its series. */
    public static LedgerRow of(UsageInterval observation) {
        return new LedgerRow(observation, observation.end() == null ? null : observation.lastSeen());
    }

    /** The end that was stated, or null. */
    @Nullable
    Instant statedEnd() {
        return endSeen == null ? null : interval.end();
    }
}
