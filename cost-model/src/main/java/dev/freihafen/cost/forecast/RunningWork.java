package dev.freihafen.cost.forecast;

import dev.freihafen.cost.exact.Fraction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on at a known price.
 *
 * @param perHour whole units of the currency, from 0 up
 * @param end when it is expected to end: a run's deadline; null for what lasts until somebody stops it
 */
public record RunningWork(Fraction perHour, @Nullable Instant end) {

    boolean holdsAt(Instant instant) {
        return end == null || instant.isBefore(end);
    }
}
