package dev.freihafen.platform.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * One alert; there is one for each team, month, kind and threshold.
 *
 * @param id the same in every delivery, so that whoever gets it twice can tell
 * @param month such as {@code 2026-09}
 * @param threshold percent of the budget that was reached, or will be by the forecast
 * @param amount what was spent, or will be by the forecast; whole units of the currency as plain decimal
 * @param budget of the month, likewise
 * @param asOf up to when the usage is known that it speaks of
 * @param text one sentence for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Alert(
        UUID id,
        String team,
        String month,
        Kind kind,
        int threshold,
        String amount,
        String budget,
        String currency,
        Instant asOf,
        String text,
        Instant createdAt) {
    /** What it is about. */
    public enum Kind {
        /** A threshold of the budget was reached. */
        Threshold,
        /** The month will end above the budget if it goes on like this. */
        Forecast
    }
}
