package dev.freihafen.platform.usage;

import dev.freihafen.cost.ledger.UsageInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Usage of a time that cannot be true is not taken: it would be charged, and would make a month of its own. */
final class BelievableTime {
    /** How far the clock of a cluster may be ahead of ours before its times are not believed. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Instant EARLIEST = Instant.parse("2014-06-01T00:00:00Z");

    private BelievableTime() {}

    /** Why the times of a row cannot be true; empty when they can. */
    static Optional<String> fault(UsageInterval row, Instant now) {
        Instant latest = now.plus(TOLERANCE);
        Instant end = row.end() == null ? row.start() : row.end();
        if (row.start().isBefore(EARLIEST)) {
            return Optional.of("start: " + row.start() + " lies before there were clusters (" + EARLIEST + ")");
        }
        return row.start().isAfter(latest)
                        || end.isAfter(latest)
                        || row.lastSeen().isAfter(latest)
                ? Optional.of("start, end or lastSeen lies in the future: set the clocks of the cluster")
                : Optional.empty();
    }
}
