package dev.freihafen.cost.charge;

import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prices in two currencies meet where only one sum can be told. */
public final class MixedCurrencies extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient String cluster;
    private final transient Set<Currency> currencies;

    private MixedCurrencies(String message, String cluster, Collection<Currency> currencies) {
        super(message);
        this.cluster = cluster;
        this.currencies = Set.copyOf(currencies);
    }

    /** Rates in several currencies apply where {@code where} says, such as {@code to one team}. */
    public MixedCurrencies(String where, Collection<Currency> currencies) {
        this(message(where, currencies), "", currencies);
    }

    /**
     * In one cluster.
     *
     * @param what that meets there, such as {@code the rates that apply}
     */
    public static MixedCurrencies inCluster(String what, String cluster, Collection<Currency> currencies) {
        return new MixedCurrencies(
                what + " in cluster " + cluster + " are in " + codes(currencies) + "; price it in one currency",
                cluster,
                currencies);
    }

    /** Something in {@code quote} is asked for in {@code base}, and the month has no rate for it. */
    public static MixedCurrencies withoutRate(String cluster, Currency base, Currency quote, YearMonth month) {
        return new MixedCurrencies(
                "amounts in cluster " + cluster + " are in " + quote + " and are asked for in " + base
                        + "; enter the exchange rate of " + month + " with base " + base + " and quote " + quote,
                cluster,
                Set.of(quote));
    }

    private static String message(String where, Collection<Currency> currencies) {
        return "the rates that apply " + where + " are in " + codes(currencies) + "; price it in one currency";
    }

    private static String codes(Collection<Currency> currencies) {
        return currencies.stream()
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" and "));
    }

    /** Where they meet; empty if it is not one cluster. */
    public String cluster() {
        return cluster;
    }

    /** What meets; where an exchange rate is missing, the currency that has none. */
    public Set<Currency> currencies() {
        return currencies;
    }
}
