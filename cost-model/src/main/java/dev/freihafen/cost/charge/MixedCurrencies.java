package dev.freihafen.cost.charge;

import java.util.Collection;
import java.util.Currency;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prices in two currencies meet where only one sum can be told. */
public final class MixedCurrencies extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public MixedCurrencies(String where, Collection<Currency> currencies) {
        super("the rates that apply " + where + " are in "
                + currencies.stream()
                        .map(Currency::getCurrencyCode)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(" and "))
                + "; price it in one currency");
    }
}
