package dev.freihafen.platform.cost;

import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rate cards in PostgreSQL: versions are added and never changed; the newest of each name are in force together. */
@Singleton
public class RateCards {
    private final Jdbi jdbi;
    private final Clock clock;

    RateCards(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What became of a card that was put. */
    record Put(RateCardVersion version, boolean created) {}

    /**
     * Adds a version, unless the newest says the same.
     *
     * @throws PlatformException.ValidationFailed when a rate contradicts another of this card or of the others in force
     */
    Put put(String name, String by, List<Map<String, String>> rows) {
        String digest = IdempotentRequest.digest(rows.toString());
        return jdbi.inTransaction(transaction -> {
            transaction
                    .createQuery("select pg_advisory_xact_lock(hashtextextended('rate cards', 0))")
                    .mapToMap()
                    .list();
            Optional<RateCardVersion> newest = find(transaction, name, null);
            if (newest.isPresent() && digest(transaction, newest.get()).equals(digest)) {
                return new Put(newest.get(), false);
            }
            requireNoContradiction(transaction, name, rows);
            var added = new RateCardVersion(
                    name,
                    newest.map(RateCardVersion::version).orElse(0) + 1,
                    by,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    rows);
            insert(transaction, added, digest);
            return new Put(added, true);
        });
    }

    private static void requireNoContradiction(Handle transaction, String name, List<Map<String, String>> rows) {
        List<Rate> all = new ArrayList<>();
        rows.forEach(row -> all.add(named(name, row)));
        Map<Integer, String> others = new HashMap<>();
        for (Row row : rowsInForce(transaction)) {
            if (!row.card().equals(name)) {
                all.add(row.rate());
                others.put(all.size(), row.rate().id());
            }
        }
        List<FieldError> errors = RateCard.faults(all).stream()
                .map(fault -> others.containsKey(fault.row())
                        ? new FieldError(
                                "rates",
                                "the rate " + others.get(fault.row()) + " of another card " + fault.reason()
                                        + " of this one")
                        : new FieldError("rates[" + (fault.row() - 1) + "]." + fault.column(), fault.reason()))
                .toList();
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed(
                    "Nothing was changed: rates contradict each other. Correct what errors lists.", errors);
        }
    }

    private static void insert(Handle transaction, RateCardVersion card, String digest) {
        transaction
                .createUpdate("""
                        insert into rate_cards (name, version, digest, created_by, created_at)
                        values (:name, :version, :digest, :by, :at)
                        """)
                .bind("name", card.name())
                .bind("version", card.version())
                .bind("digest", digest)
                .bind("by", card.createdBy())
                .bind("at", card.createdAt().atOffset(ZoneOffset.UTC))
                .execute();
        PreparedBatch batch = transaction.prepareBatch("""
                insert into rates (card, version, position, id, cluster, resource, hardware_class, capacity_type, price,
                  unit, currency, valid_from, valid_until, source, evidence, evidence_sha256)
                values (:card, :version, :position, :id, :cluster, :resource, :hardwareClass, :capacityType,
                  cast(:price as numeric), :unit, :currency, cast(:validFrom as timestamptz),
                  cast(nullif(:validUntil, '') as timestamptz), :source, :evidence, :evidenceSha256)
                """);
        int position = 0;
        for (Map<String, String> row : card.rates()) {
            row.forEach(batch::bind);
            batch.bind("card", card.name())
                    .bind("version", card.version())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }

    /** A version of a card; the newest where none is named. */
    Optional<RateCardVersion> find(String name, @Nullable Integer version) {
        return jdbi.withHandle(handle -> find(handle, name, version));
    }

    private static Optional<RateCardVersion> find(Handle handle, String name, @Nullable Integer version) {
        return handle.createQuery("""
                        select * from rate_cards
                        where name = :name and (cast(:version as integer) is null or version = :version)
                        order by version desc limit 1
                        """)
                .bind("name", name)
                .bind("version", version)
                .map((row, context) -> new RateCardVersion(
                        row.getString("name"),
                        row.getInt("version"),
                        row.getString("created_by"),
                        row.getTimestamp("created_at").toInstant(),
                        List.of()))
                .findOne()
                .map(card -> new RateCardVersion(
                        card.name(), card.version(), card.createdBy(), card.createdAt(), rates(handle, card)));
    }

    private static List<Map<String, String>> rates(Handle handle, RateCardVersion card) {
        return handle.createQuery("select * from rates where card = :card and version = :version order by position")
                .bind("card", card.name())
                .bind("version", card.version())
                .map((row, context) -> RateColumns.text(row))
                .list();
    }

    private static String digest(Handle handle, RateCardVersion card) {
        return handle.createQuery("select digest from rate_cards where name = :name and version = :version")
                .bind("name", card.name())
                .bind("version", card.version())
                .mapTo(String.class)
                .one();
    }

    /** A version without its rates. */
    record Version(int version, String createdBy, Instant createdAt, int rates) {}

    /** The versions of a card, newest first, before the given one. */
    List<Version> versions(String name, int before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, created_by, created_at,
                          (select count(*) from rates where card = name and rates.version = rate_cards.version) as rates
                        from rate_cards where name = :name and version < :before order by version desc limit :limit
                        """)
                .bind("name", name)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Version(
                        row.getInt("version"),
                        row.getString("created_by"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getInt("rates")))
                .list());
    }

    /** Names of the cards, in order, after the given one. */
    List<String> names(@Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select distinct name from rate_cards where name > :after order by name limit :limit")
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /** All rates in force; the id of each is {@code <card>@<version>/<id of its row>}. */
    public RateCard inForce() {
        return jdbi.withHandle(this::inForce);
    }

    /** As {@link #inForce()}, of the moment that a transaction sees. */
    public RateCard inForce(Handle handle) {
        return RateCard.of(rowsInForce(handle).stream().map(Row::rate).toList());
    }

    private static List<Row> rowsInForce(Handle handle) {
        return handle.createQuery("""
                        select rates.* from rates
                        join (select name, max(version) as version from rate_cards group by name) newest
                          on newest.name = rates.card and newest.version = rates.version
                        order by rates.card, rates.position
                        """)
                .map((row, context) -> new Row(
                        row.getString("card"),
                        named(row.getString("card") + "@" + row.getInt("version"), RateColumns.text(row))))
                .list();
    }

    private static Rate named(String card, Map<String, String> row) {
        Map<String, String> unique = RateRows.withoutEvidence(row);
        unique.put("id", card + "/" + row.get("id"));
        return Rate.fromText(unique);
    }

    private record Row(String card, Rate rate) {}
}
