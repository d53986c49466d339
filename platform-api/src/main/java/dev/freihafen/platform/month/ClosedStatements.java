package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statement that a closed document tells: its lines, and their sums by cluster. */
final class ClosedStatements {
    private ClosedStatements() {}

    static Statement read(Month month, List<StatementLine> lines) {
        Map<String, Map<String, Sums>> clusters = new TreeMap<>();
        for (StatementLine line : lines) {
            Currency currency = line.currency();
            if (currency != null) {
                clusters.computeIfAbsent(line.cluster(), cluster -> new TreeMap<>())
                        .computeIfAbsent(currency.getCurrencyCode(), code -> new Sums(currency))
                        .add(line);
            }
        }
        List<ClusterTotal> totals = new ArrayList<>();
        clusters.forEach((cluster, sums) -> sums.values().forEach(sum -> totals.add(sum.total(cluster))));
        return new Statement(month, lines, totals, List.of());
    }

    private static final class Sums {
        private final Currency currency;
        private BigInteger teams = BigInteger.ZERO;
        private final Map<Kind, BigInteger> central = new EnumMap<>(Kind.class);

        Sums(Currency currency) {
            this.currency = currency;
        }

        void add(StatementLine line) {
            BigInteger units = line.minorUnits() == null ? BigInteger.ZERO : line.minorUnits();
            if (line.kind() != Kind.CORRECTION && !line.team().isEmpty()) {
                teams = teams.add(units);
            } else {
                central.merge(line.kind(), units, BigInteger::add);
            }
        }

        ClusterTotal total(String cluster) {
            BigInteger idle = of(Kind.IDLE);
            BigInteger shared = of(Kind.SHARED);
            BigInteger unallocated = of(Kind.UNALLOCATED);
            BigInteger residual = of(Kind.RESIDUAL);
            boolean pool = central.containsKey(Kind.RESIDUAL);
            return new ClusterTotal(
                    cluster,
                    currency,
                    pool ? teams.add(idle).add(shared).add(unallocated).add(residual) : null,
                    teams,
                    idle,
                    shared,
                    unallocated,
                    residual,
                    of(Kind.CORRECTION));
        }

        private BigInteger of(Kind kind) {
            return central.getOrDefault(kind, BigInteger.ZERO);
        }
    }
}
