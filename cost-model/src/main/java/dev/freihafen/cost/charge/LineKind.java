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
        if (interval.workloadKind() == WorkloadKind.SYSTEM) {
            return SHARED;
        }
        return interval.team().isEmpty() ? UNALLOCATED : USAGE;
    }
}
