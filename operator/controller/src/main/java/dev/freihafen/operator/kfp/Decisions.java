package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.Notes.Submission;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done next with a run on Kubeflow Pipelines. Pure: the same picture gives the same decision.
 *
 * <p>Three rules carry the rest. A run is handed over only after the intent was written, and never again before it is known what
 * became of the last time. What Kubeflow Pipelines says of a run is believed only where its Workflow or its pods bear it out.
 * And whoever asked to end a run gets it ended, though Kubeflow Pipelines should fail to.
 */
final class Decisions {
    /** Longer than a request waits for its answer: what was sent before has arrived by then, or never will. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** A Workflow as young as this may get its row yet. */
    static final Duration ROW_FOLLOWS = Duration.ofSeconds(10);

    /** Kubeflow Pipelines ends a run in 17 seconds. */
    static final Duration ENDING = Duration.ofSeconds(60);

    static final Duration LOST = Duration.ofMinutes(5);

    static final int MOST_REFUSALS = 5;

    private static final Duration SOON = Duration.ofSeconds(5);

    private Decisions() {}

    static Decision decide(Picture p) {
        return switch (p.seen()) {
            case Seen.NotAsked ignored -> unsubmitted(p);
            case Seen.Away away -> away(p, away);
            case Seen.Missing ignored -> isKnown(p) ? vanished(p) : missing(p);
            case Seen.Found found -> isKnown(p) ? following(p, found.run()) : found(p, found.run());
        };
    }

    private static boolean isKnown(Picture p) {
        return p.notes().submission() != null && p.notes().submission().known();
    }

    /** It cannot be asked. What was not begun waits, what was goes on, and what must end is swept away if need be. */
    private static Decision away(Picture p, Seen.Away away) {
        Submission submission = p.notes().submission();
        if (submission == null) {
            if (p.ending().isPresent()) {
                return end(p, p.ending().get());
            }
            if (!p.now().isBefore(p.expiry())) {
                return expired(p, away.reason().message());
            }
            return Decision.waiting(RunState.Queued, away.reason(), p.notes(), earlier(away.until(), p.expiry()));
        }
        if (p.ending().isPresent()) {
            Notes notes = p.notes().ending(p.now());
            return isOverdue(p, notes) && p.isAlive()
                    ? sweep(p, notes, away.reason())
                    : Decision.waiting(RunState.Canceling, away.reason(), notes, away.until());
        }
        RunState state = submission.known() ? going(p) : RunState.Submitting;
        return Decision.waiting(state, away.reason(), p.notes(), away.until());
    }

    /** It does not have the run, and never said that it had. */
    private static Decision missing(Picture p) {
        Instant rows = p.workflows().stream()
                .map(workflow -> workflow.createdAt().plus(ROW_FOLLOWS))
                .max(Comparator.naturalOrder())
                .orElse(p.now());
        if (p.now().isBefore(rows)) {
            return Decision.waiting(RunState.Submitting, null, p.notes(), rows);
        }
        if (!p.workflows().isEmpty()) {
            return p.workflows().stream().allMatch(Workflow::isGoing)
                    ? Decision.waiting(
                            RunState.Submitting, null, p.notes(), p.now().plusSeconds(1))
                    : Decision.doing(
                            RunState.Submitting,
                            new Reason(
                                    "WorkflowWithoutRun",
                                    "Kubeflow Pipelines began a Workflow and does not know the run; it is removed and handed over again."),
                            p.notes(),
                            new Deed.DeleteWorkflows(p.workflowNames()),
                            p.now().plusSeconds(1));
        }
        return isSettled(p) ? unsubmitted(p) : unsettled(p);
    }

    /** Nothing of this attempt is anywhere. */
    private static Decision unsubmitted(Picture p) {
        return hindered(p, new Deed.Post());
    }

    /** It has the run of the submission whose answer was never seen, or of the attempt before. */
    private static Decision found(Picture p, KfpRun run) {
        boolean runs = !run.state().hasEnded() && !p.workflows().isEmpty();
        if (p.attempt() == 1 || runs || run.state() == KfpRun.State.SUCCEEDED) {
            return following(adopted(p), run);
        }
        if (p.notes().submission() != null && run.state().hasEnded() && run.ends() >= p.attempt()) {
            return following(adopted(p), run);
        }
        if (!isSettled(p)) {
            return unsettled(p);
        }
        return hindered(p, run.state().hasEnded() && !p.workflows().isEmpty() ? new Deed.Retry() : new Deed.PostAnew());
    }

    private static Picture adopted(Picture p) {
        Submission before = p.notes().submission();
        Submission known = before == null ? new Submission(p.attempt(), p.now(), 0, "", true) : before.confirmed();
        return new Picture(
                p.attempt(),
                p.notes().with(known),
                p.ending(),
                p.held(),
                p.expiry(),
                p.seen(),
                p.workflows(),
                p.livePods(),
                p.begun(),
                p.now());
    }

    /** Hands it over unless something speaks against it. */
    private static Decision hindered(Picture p, Deed deed) {
        Submission before = p.notes().submission();
        if (p.ending().isPresent()) {
            return end(p, p.ending().get());
        }
        if (before != null && before.refusals() >= MOST_REFUSALS) {
            return Decision.ended(
                    RunState.Failed,
                    new Reason(
                            "EngineRefused",
                            "Kubeflow Pipelines refused the run " + before.refusals() + " times: " + before.message()
                                    + ". If it is not the pipeline, ask who runs it, then try the run again."),
                    p.notes());
        }
        if (p.held().isPresent()) {
            return new Decision(RunState.Queued, p.held().get(), p.notes(), null, null);
        }
        if (!p.now().isBefore(p.expiry())) {
            return expired(p, "Kubeflow Pipelines did not take it.");
        }
        Submission intent = new Submission(
                p.attempt(),
                p.now(),
                before == null ? 0 : before.refusals(),
                before == null ? "" : before.message(),
                false);
        return Decision.doing(
                RunState.Submitting, null, p.notes().with(intent), deed, p.now().plus(SETTLED));
    }

    private static boolean isSettled(Picture p) {
        Submission submission = p.notes().submission();
        return submission == null || !p.now().isBefore(submission.at().plus(SETTLED));
    }

    private static Decision unsettled(Picture p) {
        Submission submission = p.notes().submission();
        Instant settled = (submission == null ? p.now() : submission.at()).plus(SETTLED);
        return Decision.waiting(
                p.ending().isPresent() ? RunState.Canceling : RunState.Submitting,
                new Reason(
                        "Submitting",
                        "It is not known yet whether Kubeflow Pipelines took the run; it is asked until that is clear."),
                p.notes(),
                earlier(p.now().plus(SOON), settled));
    }

    /** It has the run, and the run is followed to its end. */
    private static Decision following(Picture p, KfpRun run) {
        if (p.workflows().size() > 1) {
            String first = p.workflows().stream()
                    .min(Comparator.comparing(Workflow::createdAt).thenComparing(Workflow::name))
                    .map(Workflow::name)
                    .orElseThrow();
            List<String> others = p.workflowNames().stream()
                    .filter(name -> !name.equals(first))
                    .toList();
            return Decision.doing(
                    going(p),
                    null,
                    p.notes(),
                    new Deed.DeleteWorkflows(others),
                    p.now().plusSeconds(1));
        }
        if (run.state().hasEnded()) {
            return ended(p, run);
        }
        if (p.ending().isPresent()) {
            return ending(p, run);
        }
        if (!p.isAlive()) {
            return lost(p);
        }
        Reason reason = run.state() == KfpRun.State.CANCELING
                ? new Reason("EndedInKubeflow", "Somebody ended the run in Kubeflow Pipelines.")
                : run.state() == KfpRun.State.PAUSED
                        ? new Reason("PausedInKubeflow", "Somebody paused the run in Kubeflow Pipelines.")
                        : null;
        return Decision.waiting(going(p), reason, p.notes().seen(), Poll.next(run.lastChange(), p.now()));
    }

    private static Decision ended(Picture p, KfpRun run) {
        boolean succeeded = run.state() == KfpRun.State.SUCCEEDED || run.state() == KfpRun.State.SKIPPED;
        if (succeeded) {
            return Decision.ended(RunState.Succeeded, new Reason("Succeeded", "All steps succeeded."), p.notes());
        }
        boolean canceled =
                run.state() == KfpRun.State.CANCELED || (!run.history().isEmpty() && endedByHand(run.history()));
        if (p.ending().isEmpty() && !canceled) {
            return Decision.ended(RunState.Failed, failure(run), p.notes());
        }
        Notes notes = p.notes().ending(p.now());
        if (!p.livePods().isEmpty()) {
            return isOverdue(p, notes)
                    ? sweep(p, notes, null)
                    : Decision.waiting(
                            RunState.Canceling, endingReason(p), notes, p.now().plus(SOON));
        }
        return p.ending()
                .map(ending -> end(p, ending))
                .orElseGet(() -> Decision.ended(
                        RunState.Canceled,
                        new Reason("EndedInKubeflow", "Somebody ended the run in Kubeflow Pipelines."),
                        notes));
    }

    /** The state before the last: a terminated run ends FAILED. */
    private static boolean endedByHand(List<KfpRun.State> history) {
        return history.size() > 1 && history.get(history.size() - 2) == KfpRun.State.CANCELING;
    }

    private static Reason failure(KfpRun run) {
        return new Reason(
                "StepFailed",
                run.error() == null
                        ? "A step failed for good: look at the steps and their logs."
                        : "Kubeflow Pipelines says: " + run.error());
    }

    private static Decision ending(Picture p, KfpRun run) {
        Notes notes = p.notes().ending(p.now());
        if (!p.isAlive()) {
            return end(p, p.ending().orElseThrow());
        }
        if (isOverdue(p, notes)) {
            return sweep(p, notes, null);
        }
        Instant again = p.now().plus(SOON);
        return run.state() == KfpRun.State.CANCELING
                ? Decision.waiting(RunState.Canceling, endingReason(p), notes, again)
                : Decision.doing(RunState.Canceling, endingReason(p), notes, new Deed.Terminate(), again);
    }

    /** The run that it had is no longer there: somebody deleted it. */
    private static Decision vanished(Picture p) {
        if (p.ending().isPresent()) {
            Notes notes = p.notes().ending(p.now());
            return p.isAlive() ? sweep(p, notes, null) : end(p, p.ending().get());
        }
        return lost(p);
    }

    private static Decision lost(Picture p) {
        Notes notes = p.notes().missing(p.now());
        Instant since = notes.missingSince() == null ? p.now() : notes.missingSince();
        if (p.now().isBefore(since.plus(LOST))) {
            return Decision.waiting(
                    going(p),
                    new Reason(
                            "NothingSeen",
                            "Neither the run in Kubeflow Pipelines nor a pod of it is seen; it is lost if that lasts 5 minutes."),
                    notes,
                    earlier(p.now().plus(SOON.multipliedBy(3)), since.plus(LOST)));
        }
        if (p.isAlive()) {
            return sweep(p, notes, null);
        }
        return Decision.ended(
                RunState.Lost,
                new Reason(
                        "EngineLostRun",
                        "Kubeflow Pipelines has lost the run, and for 5 minutes nothing of it was seen. What it cost stays; try it again to run it anew."),
                notes);
    }

    private static boolean isOverdue(Picture p, Notes notes) {
        return notes.endingSince() != null
                && !p.now().isBefore(notes.endingSince().plus(ENDING));
    }

    /** Takes away what runs: first the Workflow, since its controller would make pods anew. */
    private static Decision sweep(Picture p, Notes notes, @Nullable Reason reason) {
        Reason why = reason == null ? endingReason(p) : reason;
        Instant again = p.now().plus(SOON);
        RunState state = p.ending().isPresent() ? RunState.Canceling : going(p);
        return p.workflows().isEmpty()
                ? Decision.doing(state, why, notes, new Deed.DeletePods(p.livePods()), again)
                : Decision.doing(state, why, notes, new Deed.DeleteWorkflows(p.workflowNames()), again);
    }

    private static @Nullable Reason endingReason(Picture p) {
        return p.ending()
                .map(ending -> new Reason(ending.reason(), ending.message() + " What runs of it is being ended."))
                .orElse(null);
    }

    private static Decision end(Picture p, Ending ending) {
        return Decision.ended(ending.state(), new Reason(ending.reason(), ending.message()), p.notes());
    }

    private static Decision expired(Picture p, String cause) {
        return Decision.ended(
                RunState.Failed,
                new Reason(
                        "QueuedTooLong",
                        "It waited too long to be handed over: " + cause + " Try it again once that has changed."),
                p.notes());
    }

    private static RunState going(Picture p) {
        return p.begun() ? RunState.Running : RunState.Pending;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
