package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.statement.UsageSums;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Sums of the usage of teams by any of their dimensions; what the platform itself uses is nobody's. */
@Singleton
public class CostSums {
    private static final int FETCHED = 2000;
    private static final List<String> PRICED = List.of("cluster", "resource", "hardware_class", "capacity_type");

    private final Jdbi jdbi;

    CostSums(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Takes the sums of one group and price. */
    public interface Visitor {
        /**
         * @param group values of the columns grouped by
         * @param quantitySeconds one for each span
         */
        void visit(List<String> group, PriceKey price, List<BigInteger> quantitySeconds);
    }

    /**
     * Sums usage.
     *
     * @param columns of the table, by which it is grouped
     * @param filters values of columns of the table
     * @param since what began earlier is left out
     */
    public void forEach(
            List<String> columns,
            Map<String, String> filters,
            Instant since,
            List<UsageSums.Span> spans,
            Visitor visitor) {
        List<String> keys = new ArrayList<>(columns);
        PRICED.stream().filter(column -> !keys.contains(column)).forEach(keys::add);
        List<String> conditions =
                new ArrayList<>(List.of("object_kind <> 'Node'", "workload_kind <> 'System'", "team <> ''"));
        filters.keySet().forEach(column -> conditions.add(column + " = :" + column));
        if (since.isAfter(Instant.EPOCH)) {
            conditions.add("start_at >= :since");
        }
        jdbi.useTransaction(snapshot -> {
            var query = snapshot.createQuery(SpanQuery.of(keys, spans, conditions))
                    .setFetchSize(FETCHED)
                    .bind("from", IntervalRows.utc(spans.getFirst().from()))
                    .bind("until", IntervalRows.utc(spans.getLast().until()));
            filters.forEach(query::bind);
            if (since.isAfter(Instant.EPOCH)) {
                query.bind("since", IntervalRows.utc(since));
            }
            query.scanResultSet((execute, context) -> {
                try (context) {
                    ResultSet row = execute.get();
                    while (row.next()) {
                        List<String> group = new ArrayList<>();
                        for (String column : columns) {
                            group.add(row.getString(column));
                        }
                        List<BigInteger> sums = new ArrayList<>();
                        for (int span = 0; span < spans.size(); span++) {
                            sums.add(new BigInteger(row.getString(keys.size() + 1 + span)));
                        }
                        visitor.visit(group, price(row), sums);
                    }
                    return true;
                }
            });
        });
    }

    private static PriceKey price(ResultSet row) throws SQLException {
        String capacityType = row.getString("capacity_type");
        return new PriceKey(
                row.getString("cluster"),
                Resource.parse("resource", row.getString("resource")),
                row.getString("hardware_class"),
                capacityType.isEmpty() ? null : CapacityType.of("capacityType", capacityType));
    }
}
