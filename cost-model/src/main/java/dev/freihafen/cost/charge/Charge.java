package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.rate.Rate;
import java.math.BigInteger;
import java.util.Currency;

/**
 * A line: usage of one key at one rate row.
 *
 * @param rate the row that priced it
 * @param quantitySeconds base units x seconds; for traffic, base units
 * @param exact amount in whole units of the rate's currency
 */
public record Charge(LineKey key, Rate rate, BigInteger quantitySeconds, Fraction exact) {

    public Currency currency() {
        return rate.currency();
    }

    Charge plus(Charge other) {
        return new Charge(key, rate, quantitySeconds.add(other.quantitySeconds), exact.plus(other.exact));
    }
}
