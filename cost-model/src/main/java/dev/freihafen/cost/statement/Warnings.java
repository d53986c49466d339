package dev.freihafen.cost.statement;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.rate.PriceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what finance should know of a cluster before it closes the month. */
final class Warnings {

    private static final Comparator<Warning> ORDER = Comparator.comparing(Warning::kind)
            .thenComparing(Warning::team, Utf8Order.INSTANCE)
            .thenComparing(Warning::text, Utf8Order.INSTANCE);

    private Warnings() {}

    static List<Warning> of(String cluster, ClusterUsage usage, Map<String, Fraction> scales) {
        List<Warning> warnings = new ArrayList<>();
        usage(usage)
                .forEach((lack, gap) -> warnings.add(new Warning(
                        Warning.Kind.UNPRICED_USAGE,
                        cluster,
                        lack.team(),
                        sentence(gap) + " of " + lack.key().sentence() + missing(gap))));
        capacity(usage)
                .values()
                .forEach(gap -> warnings.add(new Warning(
                        Warning.Kind.UNPRICED_NODE,
                        cluster,
                        "",
                        sentence(gap) + " that nodes offer of "
                                + gap.position().key().sentence() + missing(gap))));
        if (!usage.priced()) {
            warnings.add(new Warning(
                    Warning.Kind.DRAFT,
                    cluster,
                    "",
                    "not everything in cluster " + cluster
                            + " has a rate, so its idle and shared cost are not known yet; add the missing rates"));
        }
        SortedSet<String> withoutClass = new TreeSet<>();
        usage.offered().stream()
                .map(sum -> sum.position().key())
                .filter(key -> key.hardwareClass().isEmpty())
                .forEach(key -> withoutClass.add(key.resource().text()));
        if (!withoutClass.isEmpty()) {
            warnings.add(new Warning(
                    Warning.Kind.NODE_WITHOUT_CLASS,
                    cluster,
                    "",
                    "nodes in cluster " + cluster + " have no class, so only rates for every class price their "
                            + String.join(", ", withoutClass)
                            + "; label them freihafen.dev/node-class"));
        }
        scales.forEach((group, scale) -> warnings.add(new Warning(
                Warning.Kind.OVERCOMMITTED,
                cluster,
                "",
                "more " + group + " was reserved in cluster " + cluster
                        + " than its nodes have; its costs are scaled by "
                        + scale.decimal(6).stripTrailingZeros().toPlainString())));
        warnings.sort(ORDER);
        return warnings;
    }

    private record Lack(String team, PriceKey key) {}

    private static Map<Lack, Gap> usage(ClusterUsage usage) {
        Map<Lack, Gap> gaps = new HashMap<>();
        for (ClusterUsage.Used used : usage.used()) {
            if (used.position().price() == null) {
                gaps.merge(new Lack(used.key().team(), used.key().price()), Gap.of(used), Gap::plus);
            }
        }
        return gaps;
    }

    private static Map<PriceKey, Gap> capacity(ClusterUsage usage) {
        Map<PriceKey, Gap> gaps = new HashMap<>();
        for (ClusterUsage.Offered sum : usage.offered()) {
            if (sum.position().price() == null) {
                gaps.merge(sum.position().key(), Gap.of(sum.position(), sum.quantitySeconds()), Gap::plus);
            }
        }
        return gaps;
    }

    private static String sentence(Gap gap) {
        Tag tag = Tag.unpriced(gap.position());
        return tag.quantity(gap.quantitySeconds()).stripTrailingZeros().toPlainString() + " " + tag.unit() + "s";
    }

    private static String missing(Gap gap) {
        return " have no rate between " + gap.from() + " and " + gap.until() + "; add one to a rate card";
    }
}
