package dev.freihafen.platform.ledger;

import dev.freihafen.cost.charge.LineKey;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.statement.SpanSum;
import dev.freihafen.cost.statement.UsageSums;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * A month of the ledger, summed by PostgreSQL: one GROUP BY by the key of a statement's line, one sum for each span in which
 * no price changes. Whole seconds and base units: nothing is rounded.
 */
public final class MonthSums {
    private static final int FETCHED = 5000;
    private static final List<String> KEY = List.of(
            "cluster",
            "team",
            "workload_kind",
            "workload_name",
            "step",
            "resource",
            "hardware_class",
            "capacity_type",
            "is_node");

    private MonthSums() {}

    /**
     * Adds all usage of a month to the sums.
     *
     * @param transaction gives the sums of one moment, even while rows come in
     */
    public static void read(Handle transaction, UsageSums sums) {
        List<UsageSums.Span> spans = UsageSums.spans(sums.month(), sums.card());
        transaction.execute("set local work_mem = '256MB'");
        // Half a million groups by hash: a sort by nine texts first, which PostgreSQL thinks no dearer, takes twice as
        // long.
        transaction.execute("set local enable_sort = off");
        var query = transaction.createQuery(SpanQuery.of(KEY, spans, List.of())).setFetchSize(FETCHED);
        query.bind("from", IntervalRows.utc(spans.getFirst().from()));
        query.bind("until", IntervalRows.utc(spans.getLast().until()));
        Known known = new Known();
        query.scanResultSet((execute, context) -> {
            try (context) {
                ResultSet row = execute.get();
                while (row.next()) {
                    add(sums, row, spans, known);
                }
                return true;
            }
        });
        transaction.execute("set local enable_sort = on");
    }

    /** Texts of rows that repeat, read once. */
    private static final class Known {
        private final Map<String, PriceKey> prices = new HashMap<>();

        PriceKey price(String cluster, String resource, String hardwareClass, String capacityType) {
            String key = cluster + '\n' + resource + '\n' + hardwareClass + '\n' + capacityType;
            PriceKey price = prices.get(key);
            if (price == null) {
                price = new PriceKey(
                        cluster,
                        Resource.parse("resource", resource),
                        hardwareClass,
                        capacityType.isEmpty() ? null : CapacityType.of("capacityType", capacityType));
                prices.put(key, price);
            }
            return price;
        }
    }

    private static void add(UsageSums sums, ResultSet row, List<UsageSums.Span> spans, Known known)
            throws SQLException {
        LineKey key = LineKey.of(
                row.getString(2),
                WorkloadKind.of("workloadKind", row.getString(3)),
                row.getString(4),
                row.getString(5),
                known.price(row.getString(1), row.getString(6), row.getString(7), row.getString(8)));
        ObjectKind kind = row.getBoolean(9) ? ObjectKind.NODE : ObjectKind.POD;
        for (int span = 0; span < spans.size(); span++) {
            String sum = row.getString(10 + span);
            if (!sum.equals("0")) {
                sums.add(new SpanSum(key, kind, spans.get(span).from(), new BigInteger(sum)));
            }
        }
    }
}
