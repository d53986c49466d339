package dev.freihafen.platform.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which times of a schedule have come, and what is done about each. Pure.
 *
 * @param start a run for each, oldest first
 * @param missed the first time that was missed and is not made up for; null where none was
 * @param next the first time to come; null where none is
 */
record Due(
        List<Instant> start,
        @Nullable Instant missed,
        @Nullable Instant next) {
    /** A time is not missed, only late, when somebody comes so long after it. */
    static final Duration LATE = Duration.ofMinutes(5);
    /** Most times that are made up for: the newest. */
    static final int MOST = 100;
    /** Older times are not made up for. */
    private static final Duration OLDEST = Duration.ofDays(31);

    /**
     * Without catching up, only the newest time counts, and only while it is merely late.
     *
     * @param first the first time that nobody has claimed, not after now
     */
    static Due of(CronTimes times, Instant first, boolean catchUp, Instant now) {
        Instant from = now.minus(catchUp ? OLDEST : LATE);
        Deque<Instant> come = new ArrayDeque<>();
        Instant time = first.isBefore(from) ? times.after(from.minusMillis(1)).orElse(null) : first;
        while (time != null && !time.isAfter(now)) {
            come.addLast(time);
            if (come.size() > (catchUp ? MOST : 1)) {
                come.removeFirst();
            }
            time = times.after(time).orElse(null);
        }
        boolean isMissed = !come.contains(first);
        return new Due(List.copyOf(come), isMissed ? first : null, time);
    }
}
