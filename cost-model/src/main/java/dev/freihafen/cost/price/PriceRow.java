package dev.freihafen.cost.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/**
 * A published price.
 *
 * @param sku the provider's key of it: Azure meter id, Google SKU id, AWS rate code
 * @param description in the provider's words
 * @param region the provider's name of it; empty for everywhere
 * @param product what it is for: Azure ARM SKU name, AWS instance type or volume type, Google resource group; may be empty
 * @param variant what else tells it from the plain price, such as a term, {@code Dedicated} or pre-installed software;
 *     empty for the plain price
 * @param unit as published
 * @param measure what the unit means to rates
 * @param price per unit, from 0 up
 * @param fromUnits tier: the price holds for what is used beyond so many units in a month
 * @param validFrom as published
 */
public record PriceRow(
        String sku,
        String description,
        String region,
        String product,
        Purchase purchase,
        OperatingSystem operatingSystem,
        String variant,
        String unit,
        Measure measure,
        BigDecimal price,
        Currency currency,
        BigDecimal fromUnits,
        Instant validFrom) {

    /** Whether it is the price of the first unit, bought without conditions that the row alone tells. */
    public boolean plain() {
        return variant.isEmpty() && fromUnits.signum() == 0;
    }
}
