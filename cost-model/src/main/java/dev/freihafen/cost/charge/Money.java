package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.util.Currency;

/** The edge at which exact amounts become minor units (cents) of their currency, as ISO 4217 defines them. */
final class Money {

    private Money() {}

    /** An exact amount in minor units, still exact. */
    static Fraction minorUnits(Fraction amount, Currency currency) {
        return amount.times(BigInteger.TEN.pow(currency.getDefaultFractionDigits()));
    }
}
