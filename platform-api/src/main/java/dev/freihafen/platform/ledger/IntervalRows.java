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
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code usage_intervals} as ledger rows, and back. */
final class IntervalRows {
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

    static void bind(PreparedBatch batch, LedgerRow row) {
        UsageInterval interval = row.interval();
        batch.bind("cluster", interval.cluster())
                .bind("objectUid", interval.objectUid())
                .bind("resource", interval.resource().text())
                .bind("start", utc(interval.start()))
                .bind("objectKind", interval.objectKind().text())
                .bind("objectName", interval.objectName())
                .bind("team", interval.team())
                .bind("workloadKind", interval.workloadKind().text())
                .bind("workloadName", interval.workloadName())
                .bind("step", interval.step())
                .bind("owner", interval.owner())
                .bind("hardwareClass", interval.hardwareClass())
                .bind("node", interval.node())
                .bind(
                        "capacityType",
                        interval.capacityType() == null
                                ? ""
                                : interval.capacityType().text())
                .bind("quantity", interval.quantity())
                .bind("end", utc(interval.end()))
                .bind("lastSeen", utc(interval.lastSeen()))
                .bind("quality", interval.quality().text())
                .bind("endSeen", utc(row.endSeen()))
                .add();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
