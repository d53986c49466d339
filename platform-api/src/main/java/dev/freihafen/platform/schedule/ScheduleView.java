package dev.freihafen.platform.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.platform.run.RunRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as REST shows it.
 *
 * @param run the request for each run; in lists without a compiled pipeline and parameters
 * @param nextAt absent while it is paused, and where no time is to come
 * @param last the newest time that has come
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduleView(
        UUID id,
        String team,
        String name,
        String cron,
        String zone,
        boolean catchUp,
        Concurrency concurrency,
        boolean paused,
        String owner,
        RunRequest run,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant nextAt,
        @Nullable FiringView last) {
    /**
     * A time of a schedule as REST shows it.
     *
     * @param at the time
     * @param run id of the run that it started; absent where it started none
     * @param outcome absent until it is known
     * @param reason one word for why no run was started
     * @param message one sentence for why
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FiringView(
            Instant at,
            @Nullable UUID run,
            Firing.@Nullable Outcome outcome,
            @Nullable String reason,
            @Nullable String message) {
        static FiringView of(Firing firing) {
            return new FiringView(
                    firing.at(),
                    firing.outcome() == Firing.Outcome.Started ? firing.run() : null,
                    firing.outcome(),
                    firing.reason(),
                    firing.message());
        }
    }

    static ScheduleView of(Schedule schedule, @Nullable Firing last) {
        return of(schedule, schedule.request(), last);
    }

    static ScheduleView listed(Schedule schedule, @Nullable Firing last) {
        RunRequest run = schedule.request();
        return of(
                schedule,
                new RunRequest(
                        run.pipeline(),
                        run.version(),
                        null,
                        run.name(),
                        null,
                        run.hardwareClass(),
                        run.deadline(),
                        run.labels(),
                        run.priority(),
                        run.maxCost()),
                last);
    }

    private static ScheduleView of(Schedule schedule, RunRequest run, @Nullable Firing last) {
        return new ScheduleView(
                schedule.id(),
                schedule.team().name(),
                schedule.name(),
                schedule.cron(),
                schedule.zone().getId(),
                schedule.catchUp(),
                schedule.concurrency(),
                schedule.paused(),
                schedule.owner().name(),
                run,
                schedule.createdAt(),
                schedule.changedAt(),
                schedule.nextAt(),
                last == null ? null : FiringView.of(last));
    }
}
