package dev.freihafen.cost.statement;

import static dev.freihafen.cost.statement.Months.EUR;

import dev.freihafen.cost.charge.Charge;
import dev.freihafen.cost.charge.Charges;
import dev.freihafen.cost.charge.LineKind;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The exact cost of one cluster's parts, written down as plainly as the design says it, without any of the statement's
 * own arithmetic: the tests hold the statement against it.
 */
final class PlainMonth {

    final Map<String, Fraction> teams = new TreeMap<>();
    Fraction idleCentral = Fraction.ZERO;
    Fraction sharedCentral = Fraction.ZERO;
    Fraction unallocated = Fraction.ZERO;
    Fraction total;

    private final Terms terms;
    private final Map<String, Fraction> offered = new HashMap<>();
    private final Map<String, Fraction> offeredCost = new HashMap<>();
    private final Map<String, Fraction> reserved = new HashMap<>();
    private final Map<String, Fraction> reservedCost = new HashMap<>();
    private Fraction shared = Fraction.ZERO;

    PlainMonth(String cluster, List<UsageInterval> usage, Terms terms) {
        this.terms = terms;
        List<UsageInterval> own =
                usage.stream().filter(row -> row.cluster().equals(cluster)).toList();
        List<Charge> used = charges(
                own.stream().filter(row -> row.objectKind() != ObjectKind.NODE).toList());
        charges(own.stream()
                        .filter(row -> row.objectKind() == ObjectKind.NODE)
                        .map(PlainMonth::asPod)
                        .toList())
                .forEach(charge -> {
                    offered.merge(group(charge), quantity(charge), Fraction::plus);
                    offeredCost.merge(group(charge), cost(charge), Fraction::plus);
                });
        used.forEach(charge -> reserved.merge(group(charge), quantity(charge), Fraction::plus));
        boolean anyShared = false;
        for (Charge charge : used) {
            Fraction cost = scaled(charge);
            reservedCost.merge(group(charge), cost, Fraction::plus);
            if (charge.key().kind() == LineKind.USAGE) {
                teams.merge(charge.key().team(), cost, Fraction::plus);
            } else if (charge.key().kind() == LineKind.SHARED) {
                anyShared = true;
                shared = shared.plus(cost);
            } else {
                unallocated = unallocated.plus(cost);
            }
        }
        allot(cluster, anyShared);
    }

    private void allot(String cluster, boolean anyShared) {
        Fraction charged = sum(teams).plus(shared).plus(unallocated);
        List<Pool> pools = terms.pools().stream()
                .filter(pool -> pool.cluster().equals(cluster))
                .toList();
        Fraction pool = Fraction.ZERO;
        for (Pool entered : pools) {
            pool = pool.plus(
                    inEuro(Fraction.of(entered.amount()), entered.currency().equals(EUR)));
        }
        if (pools.isEmpty()) {
            pool = sum(offeredCost).plus(reservedCost.getOrDefault("other", Fraction.ZERO));
        }
        Fraction idle = Fraction.ZERO;
        for (Map.Entry<String, Fraction> group : offeredCost.entrySet()) {
            idle = idle.plus(
                    positive(group.getValue().minus(reservedCost.getOrDefault(group.getKey(), Fraction.ZERO))));
        }
        if (offered.isEmpty() && !pools.isEmpty()) {
            idle = positive(pool.minus(charged));
        }
        total = offered.isEmpty() && pools.isEmpty() ? charged : pool;
        Map<String, Fraction> usageOfTeams = new TreeMap<>(teams);
        if (!offered.isEmpty() || !pools.isEmpty()) {
            idleCentral = split(idle, terms.policy(cluster).idle().text(), usageOfTeams);
        }
        sharedCentral = anyShared ? split(shared, terms.policy(cluster).shared().text(), usageOfTeams) : Fraction.ZERO;
    }

    /** Gives teams their shares and returns what stays central. */
    private Fraction split(Fraction amount, String policy, Map<String, Fraction> usageOfTeams) {
        Map<String, Fraction> weights = new TreeMap<>();
        if (policy.equals("Even")) {
            usageOfTeams.keySet().forEach(team -> weights.put(team, Fraction.ONE));
        } else if (policy.equals("ProRata")) {
            weights.putAll(usageOfTeams);
        } else if (policy.contains(":")) {
            for (String part : policy.substring(policy.indexOf(':') + 1).split(",", -1)) {
                String[] weight = part.split("=", -1);
                weights.put(weight[0], Fraction.of(new BigDecimal(weight[1])));
            }
        }
        Fraction all = sum(weights);
        if (all.signum() == 0) {
            return amount;
        }
        weights.forEach((team, weight) -> teams.merge(team, amount.times(weight).dividedBy(all), Fraction::plus));
        return Fraction.ZERO;
    }

    /** Row by row and span by span: within one call no two currencies meet. */
    private List<Charge> charges(List<UsageInterval> rows) {
        List<Charge> charges = new ArrayList<>();
        for (UsageSums.Span span : UsageSums.spans(terms.month(), terms.card())) {
            Window window = new Window(span.from(), span.until(), terms.month().zone());
            rows.forEach(row -> charges.addAll(
                    Charges.of(List.of(row), terms.card(), window).charges()));
        }
        return charges;
    }

    private Fraction scaled(Charge charge) {
        Fraction there = offered.get(group(charge));
        Fraction taken = reserved.getOrDefault(group(charge), Fraction.ZERO);
        return there == null || taken.compareTo(there) <= 0
                ? cost(charge)
                : cost(charge).times(there).dividedBy(taken);
    }

    private Fraction cost(Charge charge) {
        return inEuro(charge.exact(), charge.currency().equals(EUR));
    }

    private Fraction inEuro(Fraction amount, boolean euro) {
        return euro
                ? amount
                : amount.dividedBy(
                        Fraction.of(terms.exchangeRates().rates().getFirst().rate()));
    }

    private static String group(Charge charge) {
        Resource resource = charge.key().price().resource();
        return switch (resource) {
            case Resource.Cpu _, Resource.Memory _ -> resource.text();
            case Resource.Accelerator accelerator -> accelerator.model();
            default -> "other";
        };
    }

    private static Fraction quantity(Charge charge) {
        boolean twoOfSeven = charge.key().price().resource().text().endsWith("/2g.10gb");
        return Fraction.of(charge.quantitySeconds()).times(twoOfSeven ? Fraction.of(2, 7) : Fraction.ONE);
    }

    private static Fraction sum(Map<String, Fraction> values) {
        return values.values().stream().reduce(Fraction.ZERO, Fraction::plus);
    }

    private static Fraction positive(Fraction value) {
        return value.signum() < 0 ? Fraction.ZERO : value;
    }

    private static UsageInterval asPod(UsageInterval node) {
        return new UsageInterval(
                node.cluster(),
                node.objectUid(),
                ObjectKind.POD,
                node.objectName(),
                "capacity",
                WorkloadKind.OTHER,
                node.workloadName(),
                node.step(),
                node.owner(),
                node.hardwareClass(),
                node.node(),
                node.capacityType(),
                node.resource(),
                node.quantity(),
                node.start(),
                node.end(),
                node.lastSeen(),
                node.quality());
    }
}
