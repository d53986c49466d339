package dev.freihafen.cost.statement;

import dev.freihafen.cost.ledger.InvalidFact;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Frozen exchange rates: one per pair of currencies and month. */
public record ExchangeRates(List<ExchangeRate> rates) {

    public static final ExchangeRates NONE = new ExchangeRates(List.of());

    /** @throws InvalidFact if a pair has two rates in one month */
    public ExchangeRates {
        rates = List.copyOf(rates);
        Set<Pair> pairs = new HashSet<>();
        for (ExchangeRate rate : rates) {
            if (!pairs.add(new Pair(rate.month(), rate.base(), rate.quote()))) {
                throw new InvalidFact(
                        "rate",
                        "is the second from " + rate.quote() + " to " + rate.base() + " for " + rate.month()
                                + "; a month has one frozen rate");
            }
        }
    }

    private record Pair(YearMonth month, Currency base, Currency quote) {}

    /** The rate by which amounts in {@code quote} are divided to become amounts in {@code base}. */
    public Optional<ExchangeRate> of(YearMonth month, Currency base, Currency quote) {
        return rates.stream()
                .filter(rate -> rate.month().equals(month)
                        && rate.base().equals(base)
                        && rate.quote().equals(quote))
                .findFirst();
    }
}
