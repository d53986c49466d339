package dev.freihafen.cost.cli;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.statement.Terms;
import java.util.Currency;
import java.util.List;

/** Tells at which line of the rates two currencies met. */
final class Currencies {

    /** The header is line 1. */
    private static final int FIRST_LINE = 2;

    private Currencies() {}

    /** The first rate whose currency is another than an earlier one's, and that cannot be brought into the target. */
    static FileFault fault(MixedCurrencies mixed, Terms terms, String ratesFile) {
        List<Rate> rates = terms.card().rates();
        Currency target = terms.currency();
        int place = 0;
        for (int row = 0; row < rates.size(); row++) {
            Currency currency = rates.get(row).currency();
            Currency met = target == null ? rates.getFirst().currency() : target;
            boolean exchanged = target != null
                    && terms.exchangeRates()
                            .of(terms.month().month(), target, currency)
                            .isPresent();
            if (!currency.equals(met) && !exchanged) {
                place = row;
                break;
            }
        }
        return new FileFault(ratesFile, place + FIRST_LINE, "currency", String.valueOf(mixed.getMessage()));
    }
}
