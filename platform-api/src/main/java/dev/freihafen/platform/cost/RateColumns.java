package dev.freihafen.platform.cost;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code rates} as the cost model's text. */
final class RateColumns {
    private RateColumns() {}

    static Map<String, String> text(ResultSet row) throws SQLException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("id", row.getString("id"));
        text.put("cluster", row.getString("cluster"));
        text.put("resource", row.getString("resource"));
        text.put("hardwareClass", row.getString("hardware_class"));
        text.put("capacityType", row.getString("capacity_type"));
        text.put("price", row.getBigDecimal("price").toPlainString());
        text.put("unit", row.getString("unit"));
        text.put("currency", row.getString("currency"));
        text.put("validFrom", time(row.getTimestamp("valid_from")));
        text.put("validUntil", time(row.getTimestamp("valid_until")));
        text.put("source", row.getString("source"));
        text.put(RateRows.EVIDENCE, row.getString("evidence"));
        text.put(RateRows.EVIDENCE_SHA256, row.getString("evidence_sha256"));
        return text;
    }

    private static String time(@Nullable Timestamp at) {
        return at == null ? "" : at.toInstant().toString();
    }
}
