package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;

/** The edge at which exact amounts become minor units (cents) of their currency, as ISO 4217 defines them. */
public final class Money {

    private static final int MOST_DIGITS = 30;

    private Money() {}

    /** An exact amount in minor units, still exact. */
    static Fraction minorUnits(Fraction amount, Currency currency) {
        return amount.times(perWhole(currency));
    }

    /** How many minor units one whole unit is: 100 for the euro, 1 for the yen. */
    public static BigInteger perWhole(Currency currency) {
        return BigInteger.TEN.pow(currency.getDefaultFractionDigits());
    }

    /** Refuses a currency in which money cannot be rounded, such as gold. */
    public static Currency known(Currency currency) {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new InvalidFact(
                    "currency", currency.getCurrencyCode() + " has no minor unit; money cannot be rounded in it");
        }
        return currency;
    }

    /** Refuses a number with an exponent or more than 30 digits. */
    public static BigDecimal plain(String column, BigDecimal number) {
        if (number.scale() < 0 || Math.max(number.precision(), number.scale() + 1) > MOST_DIGITS) {
            throw new InvalidFact(column, "has an exponent or more than " + MOST_DIGITS + " digits");
        }
        return number;
    }
}
