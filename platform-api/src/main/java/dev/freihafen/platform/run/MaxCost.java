package dev.freihafen.platform.run;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The most that a run may cost.
 *
 * @param amount whole units of the currency, a plain decimal above 0 with at most 4 digits after the point
 * @param currency ISO 4217
 */
@Schema(name = "MaxCost", examples = "{\"amount\":\"12.50\",\"currency\":\"EUR\"}")
public record MaxCost(String amount, String currency) {
    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
