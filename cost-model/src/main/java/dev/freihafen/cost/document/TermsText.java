package dev.freihafen.cost.document;

import dev.freihafen.cost.file.FxCsv;
import dev.freihafen.cost.file.PoolCsv;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.statement.ExchangeRate;
import dev.freihafen.cost.statement.ExchangeRates;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.SharedPolicy;
import dev.freihafen.cost.statement.Terms;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the terms of a month from the texts of a document. */
final class TermsText {

    private final List<Rate> rates = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private final List<ExchangeRate> exchangeRates = new ArrayList<>();
    private final Map<String, Policy> policies = new HashMap<>();
    private @Nullable Policy defaultPolicy;
    private @Nullable Currency currency;
    private @Nullable String month;
    private @Nullable ZoneId zone;

    void currency(String text) {
        try {
            currency = text.isEmpty() ? null : Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidFact("currency", Fields.quoted(text) + " is not an ISO 4217 currency");
        }
    }

    void row(String table, List<String> fields) {
        Map<String, String> row = new HashMap<>();
        List<String> columns = Columns.of(table);
        for (int column = 0; column < columns.size(); column++) {
            row.put(columns.get(column), fields.get(column));
        }
        switch (table) {
            case "rates" -> rates.add(Rate.fromText(row));
            case "pools" -> pools.add(PoolCsv.pool(row));
            default -> exchangeRates.add(FxCsv.exchangeRate(row));
        }
    }

    void month(String member, String text) {
        switch (member) {
            case "month" -> month = text;
            case "zone" -> zone = zone(text);
            default -> throw new InvalidFact(member, "is not a known member");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new InvalidFact("zone", Fields.quoted(text) + " is not a time zone");
        }
    }

    void policy(String cluster, List<String> texts) {
        policies.put(cluster, policy(texts));
    }

    void defaultPolicy(List<String> texts) {
        defaultPolicy = policy(texts);
    }

    private static Policy policy(List<String> texts) {
        return new Policy(IdlePolicy.parse(texts.get(0)), SharedPolicy.parse(texts.get(1)));
    }

    /** @throws InvalidFact if something is missing, or contradicts itself */
    Terms terms() {
        if (month == null || zone == null || defaultPolicy == null) {
            throw new InvalidFact(
                    month == null ? "month" : zone == null ? "zone" : "policies", "is missing in the document");
        }
        return new Terms(
                Month.parse(month, zone),
                RateCard.of(rates),
                pools,
                new ExchangeRates(exchangeRates),
                currency,
                policies,
                defaultPolicy);
    }
}
