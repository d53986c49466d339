package dev.freihafen.platform.month;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.platform.cost.RateCards;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What finance enters for a month, in versions; with the rate cards in force it makes the terms of a statement. */
@Singleton
class MonthSettings {
    static final String POOLS = "pools";
    static final String EXCHANGE_RATES = "exchange-rates";
    static final String POLICY = "policy";

    private final Jdbi jdbi;
    private final MonthStore months;
    private final RateCards rates;
    private final ObjectMapper json;
    private final Clock clock;

    MonthSettings(Jdbi jdbi, MonthStore months, RateCards rates, ObjectMapper json, Clock clock) {
        this.jdbi = jdbi;
        this.months = months;
        this.rates = rates;
        this.json = json;
        this.clock = clock;
    }

    PoolsBody pools(Handle handle, YearMonth month) {
        return newest(handle, month, POOLS, PoolsBody.class).orElse(new PoolsBody(List.of()));
    }

    ExchangeRatesBody exchangeRates(Handle handle, YearMonth month) {
        return newest(handle, month, EXCHANGE_RATES, ExchangeRatesBody.class).orElse(ExchangeRatesBody.NONE);
    }

    PolicyBody policy(Handle handle, YearMonth month) {
        return newest(handle, month, POLICY, PolicyBody.class).orElse(PolicyBody.DEFAULT);
    }

    /**
     * Enters something for an open month.
     *
     * @throws PlatformException.Conflict when the month is not open
     */
    void put(YearMonth month, String kind, Object body, Person by) {
        String text = text(body);
        jdbi.useTransaction(transaction -> {
            Standing standing = months.lock(transaction, month);
            if (standing.stage() != Stage.OPEN) {
                throw new PlatformException.Conflict(month + " is " + standing.stage()
                        + ", not OPEN: nothing can be entered. POST /api/v1/months/" + month
                        + ":reopen takes it back.");
            }
            boolean same =
                    newestText(transaction, month, kind).filter(text::equals).isPresent();
            if (!same) {
                insert(transaction, month, kind, text, by);
                months.log(transaction, month, by, "Entered", kind + " " + text);
            }
        });
    }

    private void insert(Handle transaction, YearMonth month, String kind, String text, Person by) {
        transaction
                .createUpdate("""
                        insert into month_settings (month, kind, version, body, created_by, created_at)
                        select :month, :kind, coalesce(max(version), 0) + 1, :body, :by, :at
                        from month_settings where month = :month and kind = :kind
                        """)
                .bind("month", month.toString())
                .bind("kind", kind)
                .bind("body", text)
                .bind("by", by.name())
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** All that decides a month's statement but the usage, as it is entered now. */
    Terms terms(Handle handle, Month month) {
        List<FieldError> none = new ArrayList<>();
        ExchangeRatesBody exchange = exchangeRates(handle, month.month());
        PolicyBody policy = policy(handle, month.month());
        return new Terms(
                month,
                rates.inForce(handle),
                pools(handle, month.month()).pools(none),
                exchange.rates(month.month(), none),
                exchange.target(none),
                policy.ofClusters(none),
                policy.policy(none));
    }

    /** Changes when something is entered for the month, or any rate card. */
    String version(Handle handle, YearMonth month) {
        return handle.createQuery("""
                        select coalesce((select sum(version) from month_settings where month = :month), 0) || ' '
                          || coalesce((select sum(version) from rate_cards), 0)
                        """)
                .bind("month", month.toString())
                .mapTo(String.class)
                .one();
    }

    /** Changes when rates, pools, exchange rates or policies of a month do. */
    static String digest(Terms terms) {
        return IdempotentRequest.digest(terms.month() + "\n" + terms.card().rates() + "\n" + terms.pools() + "\n"
                + terms.exchangeRates() + "\n" + terms.currency() + "\n"
                + new TreeMap<>(terms.policyOfCluster()) + "\n" + terms.defaultPolicy());
    }

    private <T> Optional<T> newest(Handle handle, YearMonth month, String kind, Class<T> type) {
        return newestText(handle, month, kind).map(text -> {
            try {
                return json.readValue(text, type);
            } catch (JsonProcessingException damaged) {
                throw new IllegalStateException("the " + kind + " of " + month + " cannot be read", damaged);
            }
        });
    }

    private static Optional<String> newestText(Handle handle, YearMonth month, String kind) {
        return handle.createQuery("""
                        select body from month_settings where month = :month and kind = :kind
                        order by version desc limit 1
                        """)
                .bind("month", month.toString())
                .bind("kind", kind)
                .mapTo(String.class)
                .findOne();
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
