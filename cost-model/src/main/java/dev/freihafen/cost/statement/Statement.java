package dev.freihafen.cost.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a month cost and who carries it, rounded once so that it sums to the bill.
 *
 * @param lines per cluster in the order of their keys (team, workload kind and name, step, resource, hardware class, rate
 *     row, kind, capacity type; texts as UTF-8 bytes), each cluster's corrections last
 * @param clusters the sums of each cluster and currency, by cluster
 */
public record Statement(Month month, List<StatementLine> lines, List<ClusterTotal> clusters, List<Warning> warnings) {

    public Statement {
        lines = List.copyOf(lines);
        clusters = List.copyOf(clusters);
        warnings = List.copyOf(warnings);
    }

    /**
     * Makes the statement of a month, with corrections of closed months.
     *
     * @param usage of the month
     * @param closed earlier months whose usage may have changed; each with all later closed months that corrected it
     * @throws dev.freihafen.cost.charge.MixedCurrencies if two currencies meet in a cluster and no exchange rate helps
     * @throws IllegalArgumentException if usage and terms are not of the same month and rate card
     */
    public static Statement of(UsageSums usage, Terms terms, List<ClosedMonth> closed) {
        if (!usage.month().equals(terms.month()) || usage.card() != terms.card()) {
            throw new IllegalArgumentException("the usage was summed for another month or rate card than the terms'");
        }
        Corrections.Found corrections = Corrections.of(terms.month().month(), closed);
        Map<String, List<StatementLine>> corrected =
                corrections.lines().stream().collect(Collectors.groupingBy(StatementLine::cluster));
        List<String> others = new ArrayList<>(corrected.keySet());
        terms.pools().forEach(pool -> others.add(pool.cluster()));
        List<StatementLine> lines = new ArrayList<>();
        List<ClusterTotal> totals = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        NavigableMap<String, ClusterUsage> clusters = ClusterUsage.byCluster(usage.quantities(), others);
        // Taken out one by one, so that a cluster's sums need not outlive its lines.
        Map.Entry<String, ClusterUsage> next = clusters.pollFirstEntry();
        while (next != null) {
            String cluster = next.getKey();
            ClusterStatement own = ClusterStatement.of(cluster, next.getValue(), terms);
            lines.addAll(own.lines());
            warnings.addAll(own.warnings());
            List<StatementLine> ofClosed = corrected.getOrDefault(cluster, List.of());
            lines.addAll(ofClosed);
            totals.addAll(totals(cluster, own.total(), ofClosed));
            next = clusters.pollFirstEntry();
        }
        warnings.addAll(corrections.warnings());
        return new Statement(terms.month(), lines, totals, warnings);
    }

    /** A cluster's total with its corrections; those in another currency are a total of their own. */
    private static List<ClusterTotal> totals(
            String cluster, @Nullable ClusterTotal own, List<StatementLine> corrections) {
        SortedMap<String, ClusterTotal> totals = new TreeMap<>();
        if (own != null) {
            totals.put(own.currency().getCurrencyCode(), own);
        }
        for (StatementLine line : corrections) {
            BigInteger units = line.minorUnits();
            Currency currency = line.currency();
            if (units != null && currency != null) {
                ClusterTotal total =
                        totals.getOrDefault(currency.getCurrencyCode(), ClusterTotal.empty(cluster, currency));
                totals.put(currency.getCurrencyCode(), total.withCorrection(units));
            }
        }
        return List.copyOf(totals.values());
    }

    /** Whether everything has a price; only then can the month be closed or exported. */
    public boolean complete() {
        return warnings.stream().noneMatch(warning -> warning.kind().blocksClose());
    }

    /** The lines of a team; rounding is that of the whole. Its clusters' totals are of the team's lines alone. */
    public Statement ofTeam(String team) {
        List<StatementLine> own =
                lines.stream().filter(line -> line.team().equals(team)).toList();
        Set<String> reached = new HashSet<>();
        own.forEach(line -> reached.add(line.cluster()));
        List<ClusterTotal> totals = clusters.stream()
                .filter(total -> reached.contains(total.cluster()))
                .map(total -> teamTotal(total, own))
                .toList();
        List<Warning> told = warnings.stream()
                .filter(warning -> warning.team().equals(team)
                        || (warning.kind() == Warning.Kind.DRAFT && reached.contains(warning.cluster())))
                .toList();
        return new Statement(month, own, totals, told);
    }

    private static ClusterTotal teamTotal(ClusterTotal whole, List<StatementLine> lines) {
        BigInteger usage = BigInteger.ZERO;
        BigInteger corrections = BigInteger.ZERO;
        for (StatementLine line : lines) {
            BigInteger units = line.minorUnits();
            if (units == null
                    || !line.cluster().equals(whole.cluster())
                    || !whole.currency().equals(line.currency())) {
                continue;
            }
            if (line.kind() == Kind.CORRECTION) {
                corrections = corrections.add(units);
            } else {
                usage = usage.add(units);
            }
        }
        BigInteger none = BigInteger.ZERO;
        return new ClusterTotal(whole.cluster(), whole.currency(), null, usage, none, none, none, none, corrections);
    }
}
