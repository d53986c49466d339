package dev.freihafen.platform.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a team's work has cost so far; fields as in {@link CostView}.
 *
 * @param from first instant that counts
 * @param to first instant that counts no more
 * @param items by workload; their amounts sum to the whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TeamCostView(
        String team,
        Instant from,
        Instant to,
        @Nullable String currency,
        Instant asOf,
        BigInteger amount,
        String exact,
        HourlyPrice pricePerHour,
        List<Item> items,
        List<String> unpriced) {
    public TeamCostView {
        items = List.copyOf(items);
        unpriced = List.copyOf(unpriced);
    }

    /** The part of one workload; the name may be empty. */
    public record Item(
            String workloadKind,
            String workloadName,
            BigInteger amount,
            String exact,
            HourlyPrice pricePerHour,
            List<String> unpriced) {
        public Item {
            unpriced = List.copyOf(unpriced);
        }
    }
}
