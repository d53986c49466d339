package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.util.Comparator;

/** A team's workspace, run, endpoint or volume; the name may be empty. */
public record Workload(WorkloadKind kind, String name) {

    /** By kind, then name, as UTF-8 bytes. */
    static final Comparator<Workload> ORDER = Comparator.<Workload, String>comparing(
                    workload -> workload.kind().text(), Utf8Order.INSTANCE)
            .thenComparing(Workload::name, Utf8Order.INSTANCE);

    static Workload of(UsageInterval interval) {
        return new Workload(interval.workloadKind(), interval.workloadName());
    }
}
