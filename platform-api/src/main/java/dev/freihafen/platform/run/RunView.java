package dev.freihafen.platform.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.cost.CostView;
import dev.freihafen.platform.cost.HourlyPrice;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as REST shows it.
 *
 * @param parameters absent in lists
 * @param attempt 1 for the first; a retry adds one
 * @param schedule name of the schedule that started it, with the time it fired for; absent where none did
 * @param reason PascalCase cause of the state
 * @param message one sentence for people
 * @param canceledBy who asked for the end of this attempt: an account, or {@code schedule} and its name; absent where nobody
 *     did
 * @param cost so far; only where one run is asked for
 * @param pricePerHour of one step of the hardware class, until the run has ended; absent without a class
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        @Nullable String id,
        String team,
        String cluster,
        String pipeline,
        @Nullable String version,
        @Nullable String name,
        String digest,
        RunState state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String canceledBy,
        @Nullable String engine,
        String owner,
        @Nullable JsonNode parameters,
        @Nullable String hardwareClass,
        @Nullable String deadline,
        Map<String, String> labels,
        int priority,
        @Nullable MaxCost maxCost,
        int attempt,
        @Nullable String schedule,
        @Nullable Instant scheduledFor,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable CostView cost,
        @Nullable HourlyPrice pricePerHour) {

    /** A run by itself, with its parameters. */
    static RunView of(Run run, @Nullable CostView cost, @Nullable HourlyPrice pricePerHour) {
        return of(run, run.parameters(), cost, pricePerHour);
    }

    /** A run among others, without what can be large. */
    static RunView listed(Run run, @Nullable HourlyPrice pricePerHour) {
        return of(run, null, null, pricePerHour);
    }

    private static RunView of(
            Run run, @Nullable JsonNode parameters, @Nullable CostView cost, @Nullable HourlyPrice pricePerHour) {
        RunTerms.Firing firing = run.terms().firing();
        return new RunView(
                run.id().toString(),
                run.team(),
                run.cluster(),
                run.pipeline(),
                run.version(),
                run.name(),
                run.digest(),
                run.shownState(),
                run.shownReason(),
                run.shownMessage(),
                run.intent().canceledBy(),
                run.progress().engine(),
                run.owner(),
                parameters,
                run.hardwareClass(),
                run.deadline(),
                run.terms().labels(),
                run.terms().priority(),
                run.terms().maxCost(),
                run.intent().attempt(),
                firing == null ? null : firing.schedule(),
                firing == null ? null : firing.at(),
                run.createdAt(),
                run.progress().startedAt(),
                run.progress().finishedAt(),
                cost,
                run.progress().state().isTerminal() ? null : pricePerHour);
    }

    /** What a run would be; it has no id, as nothing was written. */
    static RunView would(NewRun run, @Nullable HourlyPrice pricePerHour) {
        return new RunView(
                null,
                run.team().name(),
                run.cluster(),
                run.pipeline(),
                run.version(),
                run.name(),
                run.digest(),
                RunState.Accepted,
                "DryRun",
                "The run is sound; nothing was written.",
                null,
                null,
                run.owner(),
                run.parameters(),
                run.hardwareClass(),
                run.deadline(),
                run.terms().labels(),
                run.terms().priority(),
                run.terms().maxCost(),
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                pricePerHour);
    }
}
