package dev.freihafen.platform.month;

import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.ExchangeRate;
import dev.freihafen.cost.statement.ExchangeRates;
import dev.freihafen.platform.problem.FieldError;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frozen exchange rates of a month.
 *
 * @param currency of the month's statement; absent: each cluster stays in the currency of its rates
 * @param rates one for each other currency
 */
public record ExchangeRatesBody(@Nullable String currency, List<Entry> rates) {
    static final ExchangeRatesBody NONE = new ExchangeRatesBody(null, List.of());

    public ExchangeRatesBody {
        rates = rates == null ? List.of() : List.copyOf(rates);
    }

    /**
     * Units of {@code quote} for one of {@code base}.
     *
     * @param rate plain decimal greater than 0, such as 1.0847
     */
    public record Entry(String base, String quote, String rate) {
        public Entry {
            base = base == null ? "" : base;
            quote = quote == null ? "" : quote;
            rate = rate == null ? "" : rate;
        }
    }

    ExchangeRates rates(YearMonth month, List<FieldError> errors) {
        List<ExchangeRate> read = new ArrayList<>();
        for (int place = 0; place < rates.size(); place++) {
            Entry entry = rates.get(place);
            try {
                read.add(new ExchangeRate(
                        month,
                        Entered.currency("base", entry.base()),
                        Entered.currency("quote", entry.quote()),
                        Entered.decimal("rate", entry.rate(), false)));
            } catch (InvalidFact bad) {
                errors.add(new FieldError("rates[" + place + "]." + bad.column(), bad.reason()));
            }
        }
        try {
            return new ExchangeRates(read);
        } catch (InvalidFact twice) {
            errors.add(new FieldError("rates", twice.reason()));
            return ExchangeRates.NONE;
        }
    }

    @Nullable
    Currency target(List<FieldError> errors) {
        if (currency == null || currency.isEmpty()) {
            return null;
        }
        try {
            return Entered.currency("currency", currency);
        } catch (InvalidFact bad) {
            errors.add(new FieldError(bad.column(), bad.reason()));
            return null;
        }
    }
}
