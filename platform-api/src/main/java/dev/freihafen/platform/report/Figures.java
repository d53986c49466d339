package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a report's first page: what each currency comes to, and how that is split. Every split sums to its
 * total.
 *
 * @param currencies the one with the most lines first
 */
record Figures(List<OfCurrency> currencies, int unpriced) {

    private static final int MOST_TEAMS = 8;
    private static final int MOST_WORKLOADS = 12;

    /** A part of a total. */
    record Share(String label, BigInteger units, Currency currency, boolean rest) {}

    /**
     * The figures of a currency.
     *
     * @param split by kind of workload and of cost, the largest first
     * @param top the most expensive teams, or workloads of the one team; the rest in one last row
     */
    record OfCurrency(
            Currency currency, BigInteger total, int lines, List<Share> split, String topTitle, List<Share> top) {}

    static Figures of(Statement statement, ReportContext context) {
        SortedMap<String, List<StatementLine>> byCurrency = new TreeMap<>();
        int unpriced = 0;
        for (StatementLine line : statement.lines()) {
            if (line.currency() == null) {
                unpriced++;
            } else {
                byCurrency
                        .computeIfAbsent(line.currency().getCurrencyCode(), code -> new ArrayList<>())
                        .add(line);
            }
        }
        List<OfCurrency> currencies = byCurrency.entrySet().stream()
                .map(entry -> of(Currency.getInstance(entry.getKey()), entry.getValue(), context))
                .sorted(Comparator.comparingInt(OfCurrency::lines).reversed())
                .toList();
        return new Figures(currencies, unpriced);
    }

    private static OfCurrency of(Currency currency, List<StatementLine> lines, ReportContext context) {
        Map<String, BigInteger> split = new HashMap<>();
        Map<String, BigInteger> top = new HashMap<>();
        BigInteger total = BigInteger.ZERO;
        boolean oneTeam = !context.team().isEmpty();
        for (StatementLine line : lines) {
            BigInteger units = line.minorUnits() == null ? BigInteger.ZERO : line.minorUnits();
            total = total.add(units);
            split.merge(label(line), units, BigInteger::add);
            top.merge(oneTeam ? workload(line) : carrier(line, context), units, BigInteger::add);
        }
        String title = oneTeam ? "Most expensive workloads" : "Teams";
        return new OfCurrency(
                currency,
                total,
                lines.size(),
                largest(split, currency, Integer.MAX_VALUE),
                title,
                largest(top, currency, oneTeam ? MOST_WORKLOADS : MOST_TEAMS));
    }

    private static List<Share> largest(Map<String, BigInteger> sums, Currency currency, int most) {
        List<Share> sorted = sums.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue(), currency, false))
                .sorted(Comparator.comparing(Share::units).reversed().thenComparing(Share::label))
                .toList();
        if (sorted.size() <= most) {
            return sorted;
        }
        List<Share> rows = new ArrayList<>(sorted.subList(0, most));
        List<Share> rest = sorted.subList(most, sorted.size());
        rows.add(new Share(
                "all " + rest.size() + " others",
                rest.stream().map(Share::units).reduce(BigInteger.ZERO, BigInteger::add),
                currency,
                true));
        return rows;
    }

    private static String label(StatementLine line) {
        return switch (line.kind()) {
            case USAGE ->
                switch (line.workloadKind()) {
                    case "PipelineRun" -> "Pipeline runs";
                    case "Workspace" -> "Workspaces";
                    case "ModelEndpoint" -> "Model endpoints";
                    case "Volume" -> "Volumes";
                    default -> "Other pods of teams";
                };
            case IDLE -> "Idle capacity";
            case SHARED -> "Shared platform";
            case UNALLOCATED -> "Usage of no team";
            case CORRECTION -> "Corrections of closed months";
            case RESIDUAL -> "Residual to the invoice";
            case UNPRICED -> "Without a price";
        };
    }

    private static String carrier(StatementLine line, ReportContext context) {
        if (!line.team().isEmpty()) {
            String name = context.nameOf(line.team());
            return name.equals(line.team()) ? name : name + " (" + line.team() + ")";
        }
        return switch (line.kind()) {
            case IDLE -> "Central: idle capacity";
            case SHARED -> "Central: shared platform";
            case RESIDUAL -> "Central: residual to the invoice";
            case UNALLOCATED -> "Central: usage of no team";
            case USAGE, CORRECTION, UNPRICED -> "Central: " + line.kind().text();
        };
    }

    private static String workload(StatementLine line) {
        if (line.kind() == Kind.USAGE && !line.workloadName().isEmpty()) {
            return line.workloadKind() + " " + line.workloadName();
        }
        return label(line);
    }
}
