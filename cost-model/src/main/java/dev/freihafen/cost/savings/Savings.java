package dev.freihafen.cost.savings;

import static java.util.stream.Collectors.groupingBy;

import dev.freihafen.cost.charge.Charges;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was not spent, from the same intervals that are charged.
 *
 * <p>Stopped and scaled to zero: between two times at which a workspace, or an endpoint, had a pod, the pods that were
 * there last are priced over the gap. A gap that has not ended saves nothing yet. Spot: the on-demand price of the same
 * intervals less the spot price; what has no price either way is left out.
 */
public final class Savings {

    private static final Comparator<Saving> ORDER = Comparator.comparing(Saving::team, Utf8Order.INSTANCE)
            .thenComparing(Saving::means)
            .thenComparing(saving -> saving.currency().getCurrencyCode());

    private Savings() {}

    /**
     * @param intervals from the ledger, in any order; to see a gap that began before the window, those before it too
     * @return by team, means and currency; nothing for what saved nothing
     */
    public static List<Saving> of(Collection<UsageInterval> intervals, RateCard card, Window window) {
        Map<Key, Fraction> sums = new HashMap<>();
        List<UsageInterval> pods = intervals.stream()
                .filter(interval -> interval.objectKind() == ObjectKind.POD
                        && interval.workloadKind() != WorkloadKind.SYSTEM
                        && !interval.team().isEmpty())
                .toList();
        for (UsageInterval spot : pods) {
            if (spot.capacityType() == CapacityType.SPOT) {
                addSpot(sums, spot, card, window);
            }
        }
        pods.stream().collect(groupingBy(Owner::of)).forEach((owner, own) -> {
            Means means = meansOf(owner.kind);
            if (means != null) {
                Charges avoided = Charges.of(gaps(own), card, window);
                avoided.totals().forEach((currency, exact) -> add(sums, new Key(owner.team, means, currency), exact));
            }
        });
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue().signum() != 0)
                .map(sum -> new Saving(sum.getKey().team, sum.getKey().means, sum.getKey().currency, sum.getValue()))
                .sorted(ORDER)
                .toList();
    }

    private record Key(String team, Means means, Currency currency) {}

    private record Owner(String cluster, String team, WorkloadKind kind, String name) {
        static Owner of(UsageInterval interval) {
            return new Owner(interval.cluster(), interval.team(), interval.workloadKind(), interval.workloadName());
        }
    }

    private static @Nullable Means meansOf(WorkloadKind kind) {
        return switch (kind) {
            case WORKSPACE -> Means.IDLE_STOP;
            case MODEL_ENDPOINT -> Means.SCALE_TO_ZERO;
            case PIPELINE_RUN, VOLUME, SYSTEM, OTHER -> null;
        };
    }

    private static void add(Map<Key, Fraction> sums, Key key, Fraction exact) {
        sums.merge(key, exact, Fraction::plus);
    }

    private static void addSpot(Map<Key, Fraction> sums, UsageInterval spot, RateCard card, Window window) {
        Charges paid = Charges.of(List.of(spot), card, window);
        Charges otherwise = Charges.of(List.of(onDemand(spot)), card, window);
        if (paid.complete() && otherwise.complete()) {
            otherwise
                    .totals()
                    .forEach((currency, exact) -> add(sums, new Key(spot.team(), Means.SPOT, currency), exact));
            paid.totals()
                    .forEach(
                            (currency, exact) -> add(sums, new Key(spot.team(), Means.SPOT, currency), exact.negate()));
        }
    }

    /** What would have been reserved had the pods that were there last stayed until the next came. */
    private static List<UsageInterval> gaps(List<UsageInterval> own) {
        List<UsageInterval> gaps = new ArrayList<>();
        List<UsageInterval> last = new ArrayList<>();
        Instant covered = Instant.MIN;
        for (UsageInterval interval :
                own.stream().sorted(Comparator.comparing(UsageInterval::start)).toList()) {
            if (!last.isEmpty() && interval.start().isAfter(covered)) {
                Instant from = covered;
                last.forEach(gone -> gaps.add(during(gone, from, interval.start())));
            }
            Instant until = interval.chargedUntil();
            if (until.isAfter(covered)) {
                last.clear();
                covered = until;
            }
            if (until.equals(covered)) {
                last.add(interval);
            }
        }
        return gaps;
    }

    private static UsageInterval during(UsageInterval interval, Instant from, Instant until) {
        return copy(interval, interval.capacityType(), from, until);
    }

    private static UsageInterval onDemand(UsageInterval interval) {
        return copy(interval, CapacityType.ON_DEMAND, interval.start(), interval.chargedUntil());
    }

    private static UsageInterval copy(
            UsageInterval interval, @Nullable CapacityType capacityType, Instant from, Instant until) {
        return new UsageInterval(
                interval.cluster(),
                interval.objectUid(),
                interval.objectKind(),
                interval.objectName(),
                interval.team(),
                interval.workloadKind(),
                interval.workloadName(),
                interval.step(),
                interval.owner(),
                interval.hardwareClass(),
                interval.node(),
                capacityType,
                interval.resource(),
                interval.quantity(),
                from,
                until,
                until,
                interval.quality());
    }
}
