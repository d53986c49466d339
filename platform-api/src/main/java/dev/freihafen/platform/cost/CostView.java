package dev.freihafen.platform.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one workload has cost so far.
 *
 * @param currency absent when nothing has a price
 * @param asOf charged up to here
 * @param amount minor units of the currency
 * @param exact whole units, scale 9
 * @param pricePerHour of what lasts
 * @param unpriced sentences on usage without a rate; where there is any, the true cost is unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostView(
        @Nullable String currency,
        Instant asOf,
        BigInteger amount,
        String exact,
        HourlyPrice pricePerHour,
        List<String> unpriced) {
    public CostView {
        unpriced = List.copyOf(unpriced);
    }
}
