package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.kfp.KfpRun.State;
import dev.freihafen.operator.kfp.Notes.Submission;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run of which a test says what is seen, and what is decided on it. */
abstract class DecidedRun {
    static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");
    static final Ending CANCELED = new Ending(RunState.Canceled, "Canceled", "Somebody asked to cancel the run.");
    static final Seen AWAY = new Seen.Away(new Reason("EngineUnavailable", "It is away."), NOW.plusSeconds(20));

    int attempt = 1;
    Notes notes = Notes.NONE;
    Optional<Ending> ending = Optional.empty();
    Optional<Reason> held = Optional.empty();
    Instant expiry = NOW.plus(Duration.ofDays(1));
    Seen seen = new Seen.NotAsked();
    List<Workflow> workflows = List.of();
    List<String> pods = List.of();

    Decision decide() {
        return Decisions.decide(new Picture(attempt, notes, ending, held, expiry, seen, workflows, pods, true, NOW));
    }

    void submitted(Duration ago, boolean known) {
        notes = new Notes(
                new Submission(attempt, NOW.minus(ago), 0, "", known), notes.endingSince(), notes.missingSince());
    }

    void found(State state, State... history) {
        seen = new Seen.Found(new KfpRun(state, List.of(history), Optional.of(NOW), List.of(), null));
    }

    static Workflow workflow(String name, Duration age) {
        return new Workflow(name, NOW.minus(age), false);
    }
}
