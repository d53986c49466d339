package dev.freihafen.cost.sample;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object whose resources are metered, and when.
 *
 * @param start when it was scheduled
 * @param end when it ended; null while it lasts
 * @param lastSeen when it was last known to be there
 */
record SamplePod(
        String cluster,
        String uid,
        ObjectKind kind,
        String name,
        String team,
        WorkloadKind workloadKind,
        String workload,
        String step,
        String owner,
        String hardwareClass,
        String node,
        @Nullable CapacityType capacityType,
        Instant start,
        @Nullable Instant end,
        Instant lastSeen,
        Quality quality) {

    UsageInterval reserves(Resource resource, long quantity) {
        return reserves(resource, quantity, start, end);
    }

    /** A part of its time; without an end of its own it is as open as the object. */
    UsageInterval reserves(Resource resource, long quantity, Instant from, @Nullable Instant until) {
        return new UsageInterval(
                cluster,
                uid,
                kind,
                name,
                team,
                workloadKind,
                workload,
                step,
                owner,
                hardwareClass,
                node,
                capacityType,
                resource,
                quantity,
                from,
                until,
                lastSeen,
                quality);
    }
}
