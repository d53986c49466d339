package dev.freihafen.cost.charge;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;

/** Who carries a line. */
public enum LineKind {
    /** A team's own usage. */
    USAGE("Usage"),
    /** Of the platform itself, whatever its team. */
    SHARED("Shared"),
    /** Of no team. */
    UNALLOCATED("Unallocated");

    private final String text;

    LineKind(String text) {
        this.text = text;
    }

    /** The name in statements. */
    public String text() {
        return text;
    }

    static LineKind of(UsageInterval interval) {
        return of(interval.workloadKind(), interval.team());
    }

    static LineKind of(WorkloadKind workloadKind, String team) {
        if (workloadKind == WorkloadKind.SYSTEM) {
            return SHARED;
        }
        return team.isEmpty() ? UNALLOCATED : USAGE;
    }
}
