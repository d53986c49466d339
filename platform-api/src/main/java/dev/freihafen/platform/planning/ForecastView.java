package dev.freihafen.platform.planning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a team's month is expected to end with. Amounts are whole units of the currency as plain decimals with its digits.
 *
 * @param month the month under way, UTC, such as {@code 2026-09}
 * @param currency absent when nothing has a price
 * @param asOf up to when whole hours are known
 * @param monthEnd the forecast; absent in the first hour of the month
 * @param method RunRate or HourOfWeek, whichever was nearer to the truth in the months before
 * @param errorPercent mean absolute error of the method over the months before; absent where none is known whole
 * @param runRate what the run-rate gives, for comparison
 * @param complete whether all usage has a price; if not, more was spent than is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Forecast")
record ForecastView(
        String team,
        String month,
        @Nullable String currency,
        Instant asOf,
        @Nullable String monthEnd,
        @Nullable String method,
        @Nullable String errorPercent,
        @Nullable String runRate,
        boolean complete) {}
