package dev.freihafen.cost.cli;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.Terms;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells at which line two currencies met, which shows only when usage meets its rates.
 *
 * @param rates name of the file of rates
 * @param pools name of the file of pools
 */
record Currencies(String rates, @Nullable String pools) {

    /** The header is line 1, and no record has more than one line. */
    private static final int FIRST_LINE = 2;

    /** The later one of the rates, or of the pools, that do not go together. */
    FileFault fault(MixedCurrencies mixed, Terms terms) {
        String reason = String.valueOf(mixed.getMessage());
        Set<Currency> met = mixed.currencies();
        Currency first = met.size() == 1 ? null : firstOf(mixed, terms);
        List<Rate> card = terms.card().rates();
        for (int row = 0; row < card.size(); row++) {
            if (reaches(card.get(row), mixed) && !card.get(row).currency().equals(first)) {
                return new FileFault(rates, row + FIRST_LINE, "currency", reason);
            }
        }
        List<Pool> entered = terms.pools();
        for (int row = 0; row < entered.size(); row++) {
            Pool pool = entered.get(row);
            boolean other = pool.cluster().equals(mixed.cluster())
                    && met.contains(pool.currency())
                    && !pool.currency().equals(first);
            if (other && pools != null) {
                return new FileFault(pools, row + FIRST_LINE, "currency", reason);
            }
        }
        return new FileFault(rates, FIRST_LINE, "currency", reason);
    }

    private static @Nullable Currency firstOf(MixedCurrencies mixed, Terms terms) {
        for (Rate rate : terms.card().rates()) {
            if (reaches(rate, mixed)) {
                return rate.currency();
            }
        }
        return terms.pools().stream()
                .filter(pool -> pool.cluster().equals(mixed.cluster()))
                .findFirst()
                .map(Pool::currency)
                .orElse(null);
    }

    private static boolean reaches(Rate rate, MixedCurrencies mixed) {
        return mixed.currencies().contains(rate.currency())
                && (rate.cluster().equals(Rate.ANY) || rate.cluster().equals(mixed.cluster()));
    }
}
