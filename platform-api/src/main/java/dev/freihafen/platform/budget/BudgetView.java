package dev.freihafen.platform.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A budget and how it stands. Amounts are whole units of the currency as exact plain decimals.
 *
 * @param month the month that is told of, such as {@code 2026-09}
 * @param since the month since which the budget is what it is
 * @param state Within, Warned (a threshold is reached) or Exceeded; absent where its currency is not that of the rates
 * @param charged what was spent of the month
 * @param left what is left of it, below zero where more was spent
 * @param asOf up to when the usage is known
 * @param pricePerHour of what lasts
 * @param forecast of the month's end by the run-rate
 * @param held why new work waits; absent where it does not
 * @param override who lets the team work on though the budget is used up, until when and why
 * @param unpriced sentences on usage without a rate: where there is any, more was spent than is told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BudgetState")
record BudgetView(
        String team,
        String month,
        String since,
        String amount,
        String currency,
        List<Integer> warnAt,
        boolean warnOnForecast,
        Budget.OnExceeded onExceeded,
        @Nullable String ceiling,
        List<String> recipients,
        @Nullable String state,
        String charged,
        String left,
        Instant asOf,
        String pricePerHour,
        String forecast,
        @Nullable String held,
        @Nullable OverrideView override,
        List<String> unpriced,
        String changedBy,
        Instant changedAt) {
    /** Who lets the team work on, until when and why. */
    record OverrideView(String reason, Instant until, String grantedBy) {}
}
