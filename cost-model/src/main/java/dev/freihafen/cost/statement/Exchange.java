package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.rate.Price;
import java.util.Currency;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The currency of a cluster's statement and the way from others into it. */
record Exchange(String cluster, Currency target, Terms terms) {

    /**
     * Finds the currency in which a cluster is told.
     *
     * @return empty if nothing has a price and no currency is asked for
     * @throws MixedCurrencies if there are two and none is asked for
     */
    static Optional<Exchange> of(String cluster, ClusterUsage usage, Terms terms) {
        Currency target = terms.currency();
        if (target != null) {
            return Optional.of(new Exchange(cluster, target, terms));
        }
        Set<Currency> currencies = new HashSet<>();
        usage.used().forEach(sum -> add(currencies, sum.position().price()));
        usage.offered().forEach(sum -> add(currencies, sum.position().price()));
        boolean byRates = currencies.size() < 2;
        terms.pools().stream()
                .filter(pool -> pool.cluster().equals(cluster))
                .forEach(pool -> currencies.add(pool.currency()));
        if (currencies.size() > 1) {
            throw MixedCurrencies.inCluster(
                    byRates ? "the rates that apply and the pools" : "the rates that apply", cluster, currencies);
        }
        return currencies.stream().findFirst().map(only -> new Exchange(cluster, only, terms));
    }

    private static void add(Set<Currency> currencies, @Nullable Price price) {
        if (price != null) {
            currencies.add(price.rate().currency());
        }
    }

    /** An exact amount in the target currency. */
    Fraction from(Currency currency, Fraction amount) {
        return rate(currency)
                .map(rate -> amount.dividedBy(Fraction.of(rate.rate())))
                .orElse(amount);
    }

    /** The rate that is used for a currency; empty for the target itself. */
    Optional<ExchangeRate> rate(Currency currency) {
        if (currency.equals(target)) {
            return Optional.empty();
        }
        ExchangeRate rate = terms.exchangeRates()
                .of(terms.month().month(), target, currency)
                .orElseThrow(() -> MixedCurrencies.withoutRate(
                        cluster, target, currency, terms.month().month()));
        return Optional.of(rate);
    }
}
