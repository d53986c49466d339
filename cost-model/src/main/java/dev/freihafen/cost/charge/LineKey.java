package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import java.util.Comparator;
import java.util.function.Function;

/** What the usage of one line has in common, but for the rate: pods of one workload merge. */
public record LineKey(
        LineKind kind, String team, WorkloadKind workloadKind, String workloadName, String step, PriceKey price) {

    /** By team, workload, step, resource and hardware class: texts by their UTF-8 bytes. */
    static final Comparator<LineKey> BEFORE_RATE = text(LineKey::team)
            .thenComparing(text(key -> key.workloadKind().text()))
            .thenComparing(text(LineKey::workloadName))
            .thenComparing(text(LineKey::step))
            .thenComparing(text(key -> key.price().resource().text()))
            .thenComparing(text(key -> key.price().hardwareClass()));

    /** What decides after the rate: kind, capacity type; and the cluster, which is one within a statement. */
    static final Comparator<LineKey> AFTER_RATE = text((LineKey key) ->
                    key.kind().text())
            .thenComparing(text(LineKey::capacityType))
            .thenComparing(text(key -> key.price().cluster()));

    /** The line of usage. What the platform itself uses is of no team, whatever its row says. */
    public static LineKey of(String team, WorkloadKind workloadKind, String workloadName, String step, PriceKey price) {
        LineKind kind = LineKind.of(workloadKind, team);
        return new LineKey(kind, kind == LineKind.SHARED ? "" : team, workloadKind, workloadName, step, price);
    }

    static LineKey of(UsageInterval interval, PriceKey price) {
        return of(interval.team(), interval.workloadKind(), interval.workloadName(), interval.step(), price);
    }

    /** Without the price, whose hash would be computed anew for each of the many lines at one price. */
    @Override
    public int hashCode() {
        return 31 * (31 * (31 * team.hashCode() + workloadName.hashCode()) + step.hashCode()) + workloadKind.hashCode();
    }

    /** The workload of the line. */
    public Workload workload() {
        return new Workload(workloadKind, workloadName);
    }

    private String capacityType() {
        return price.capacityType() == null ? "" : price.capacityType().text();
    }

    private static Comparator<LineKey> text(Function<LineKey, String> column) {
        return Comparator.comparing(column, Utf8Order.INSTANCE);
    }
}
