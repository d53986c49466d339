package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Currency;

/**
 * A frozen rate of a month: how many units of {@code quote} one unit of {@code base} is. Amounts in {@code quote} are
 * divided by it.
 *
 * @param rate greater than zero, at most 30 digits
 */
public record ExchangeRate(YearMonth month, Currency base, Currency quote, BigDecimal rate) {

    /** @throws InvalidFact if a field is outside its range */
    public ExchangeRate {
        Money.known(base);
        Money.known(quote);
        if (base.equals(quote)) {
            throw new InvalidFact("quote", "is " + quote + " as the base is; a rate needs two currencies");
        }
        if (Money.plain("rate", rate).signum() <= 0) {
            throw new InvalidFact("rate", rate.toPlainString() + " is not greater than 0");
        }
    }

    /** Such as {@code 1 EUR = 1.0847 USD}. */
    public String sentence() {
        return "1 " + base + " = " + rate.toPlainString() + " " + quote;
    }
}
