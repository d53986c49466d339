package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows of the table {@code usage_intervals} as ledger rows, and back. */
final class IntervalRows {
    static final String COLUMNS = """
            cluster, object_uid, resource, start_at, object_kind, object_name, team, workload_kind, workload_name, step,
            owner, hardware_class, node, capacity_type, quantity, end_at, last_seen, quality, end_seen""";

    private IntervalRows() {}

    /** A row with all columns of the table. */
    static LedgerRow row(ResultSet row) throws SQLException {
        String capacityType = row.getString("capacity_type");
        var interval = new UsageInterval(
                row.getString("cluster"),
                row.getString("object_uid"),
                ObjectKind.of("objectKind", row.getString("object_kind")),
                row.getString("object_name"),
                row.getString("team"),
                WorkloadKind.of("workloadKind", row.getString("workload_kind")),
                row.getString("workload_name"),
                row.getString("step"),
                row.getString("owner"),
                row.getString("hardware_class"),
                row.getString("node"),
                capacityType.isEmpty() ? null : CapacityType.of("capacityType", capacityType),
                Resource.parse("resource", row.getString("resource")),
                row.getLong("quantity"),
                row.getTimestamp("start_at").toInstant(),
                instant(row.getTimestamp("end_at")),
                row.getTimestamp("last_seen").toInstant(),
                Quality.of("quality", row.getString("quality")));
        return new LedgerRow(interval, instant(row.getTimestamp("end_seen")));
    }

    /** Adds rows that are known to be new: at the speed of COPY. */
    static void insert(Handle transaction, Collection<LedgerRow> rows) throws SQLException {
        byte[] text = CopyText.of(rows);
        var copy = transaction
                .getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy usage_intervals (" + COLUMNS + ") from stdin");
        try {
            copy.writeToCopy(text, 0, text.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Replaces what may change of rows that are there, all of them in one statement. */
    static void update(Handle transaction, String cluster, List<LedgerRow> rows) {
        transaction
                .createUpdate("""
                        update usage_intervals known set end_at = news.end_at, last_seen = news.last_seen,
                          quality = news.quality, end_seen = news.end_seen
                        from unnest(:objects, :resources, cast(:starts as timestamptz[]), cast(:ends as timestamptz[]),
                          cast(:seen as timestamptz[]), :qualities, cast(:endsSeen as timestamptz[]))
                          as news (object_uid, resource, start_at, end_at, last_seen, quality, end_seen)
                        where known.cluster = :cluster and known.object_uid = news.object_uid
                          and known.resource = news.resource and known.start_at = news.start_at
                        """)
                .bind("cluster", cluster)
                .bindArray(
                        "objects",
                        String.class,
                        texts(rows, row -> row.interval().objectUid()))
                .bindArray(
                        "resources",
                        String.class,
                        texts(rows, row -> row.interval().resource().text()))
                .bindArray(
                        "starts",
                        String.class,
                        texts(rows, row -> row.interval().start()))
                .bindArray(
                        "ends", String.class, texts(rows, row -> row.interval().end()))
                .bindArray(
                        "seen", String.class, texts(rows, row -> row.interval().lastSeen()))
                .bindArray(
                        "qualities",
                        String.class,
                        texts(rows, row -> row.interval().quality().text()))
                .bindArray("endsSeen", String.class, texts(rows, LedgerRow::endSeen))
                .execute();
    }

    private static List<@Nullable String> texts(List<LedgerRow> rows, Function<LedgerRow, @Nullable Object> field) {
        List<@Nullable String> texts = new ArrayList<>(rows.size());
        for (LedgerRow row : rows) {
            Object value = field.apply(row);
            texts.add(value == null ? null : value.toString());
        }
        return texts;
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
