package dev.freihafen.platform.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a team has spent of a month so far.
 *
 * @param charged whole units, scale 9; of what has a price
 * @param currency null when nothing has a price
 * @param pricePerHour of what lasts at {@code asOf}
 * @param asOf up to when the usage is known, within the month
 * @param ofRuns what each run has cost of it, by its id
 * @param unpriced sentences on usage without a rate: where there is any, more was spent than is told
 */
public record Spend(
        BigDecimal charged,
        @Nullable Currency currency,
        BigDecimal pricePerHour,
        Instant asOf,
        Map<String, BigDecimal> ofRuns,
        List<String> unpriced) {
    public Spend {
        ofRuns = Map.copyOf(ofRuns);
        unpriced = List.copyOf(unpriced);
    }
}
