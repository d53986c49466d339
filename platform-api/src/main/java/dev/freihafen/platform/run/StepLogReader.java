package dev.freihafen.platform.run;

import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log of a step, from wherever it is now. */
@Singleton
class StepLogReader {
    private final RunStore runs;
    private final StepLogs kept;
    private final LiveLogs live;
    private final LogRetention retention;

    StepLogReader(RunStore runs, StepLogs kept, LiveLogs live, LogRetention retention) {
        this.runs = runs;
        this.kept = kept;
        this.live = live;
        this.retention = retention;
    }

    /**
     * The whole log where it is kept, else what the pod has said until now, else what is kept of it.
     *
     * @param attempt null for the newest
     * @return empty while the step has said nothing
     * @throws PlatformException.NotFound when there is no such step, or its log is no longer kept
     */
    String read(Run run, String path, @Nullable Integer attempt) {
        Step step = runs.step(run.id(), path, attempt).orElseThrow(() -> unknown(run, path, attempt));
        StepLogs.Kept log = kept.read(run.id(), path, step.attempt());
        if (log.whole()) {
            return log.text();
        }
        String text = Optional.ofNullable(step.podName())
                .flatMap(pod -> live.read(run.team(), pod))
                .orElse(log.text());
        if (text.isEmpty() && retention.isOver(run)) {
            throw new PlatformException.NotFound("Logs are kept for " + retention.days()
                    + " days after a run's end; those of run " + run.id() + " are gone.");
        }
        return text;
    }

    private static PlatformException.NotFound unknown(Run run, String path, @Nullable Integer attempt) {
        return new PlatformException.NotFound("The run " + run.id() + " has begun no step " + path
                + (attempt == null ? "" : " with attempt " + attempt) + "; its steps are listed at /api/v1/teams/"
                + run.team() + "/runs/" + run.id() + "/steps.");
    }
}
