package dev.freihafen.platform.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price per hour.
 *
 * @param amount exact plain decimal of the parts that have a price; absent when none has
 * @param currency ISO code; absent when no part has a price
 * @param unpriced resources without a rate, empty when the price is whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HourlyPrice(@Nullable String amount, @Nullable String currency, List<String> unpriced) {
    public HourlyPrice {
        unpriced = List.copyOf(unpriced);
    }
}
