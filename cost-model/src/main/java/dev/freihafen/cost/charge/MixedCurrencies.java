package dev.freihafen.cost.charge;

import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prices in two currencies meet where only one sum can be told. */
public final class MixedCurrencies extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** @param where such as {@code in cluster local} */
    public MixedCurrencies(String where, Collection<Currency> currencies) {
        super("the rates that apply " + where + " are in "
                + currencies.stream()
                        .map(Currency::getCurrencyCode)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(" and "))
                + "; price it in one currency");
    }

    private MixedCurrencies(String message) {
        super(message);
    }

    /** Something in {@code quote} is asked for in {@code base}, and the month has no rate for it. */
    public static MixedCurrencies withoutRate(String where, Currency base, Currency quote, YearMonth month) {
        return new MixedCurrencies("amounts " + where + " are in " + quote + " and are asked for in " + base
                + "; enter the exchange rate of " + month + " with base " + base + " and quote " + quote);
    }
}
