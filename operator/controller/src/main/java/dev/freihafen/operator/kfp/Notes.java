package dev.freihafen.operator.kfp;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not be forgotten of a run when the operator ends: kept as conditions of its status, so that it is written under the
 * same lock as the state.
 *
 * @param submission the last time that it was handed over, or tried to be; absent before
 * @param endingSince when ending it began, absent while it goes on
 * @param missingSince since when neither its Workflow nor a pod of it is seen, absent while one is
 */
record Notes(
        @Nullable Submission submission,
        @Nullable Instant endingSince,
        @Nullable Instant missingSince) {
    static final Notes NONE = new Notes(null, null, null);

    private static final String SUBMITTED = "Submitted";
    private static final String ENDING = "Ending";
    private static final String MISSING = "Missing";
    private static final Pattern REASON = Pattern.compile("Attempt([0-9]+)(?:Refused([0-9]+))?");

    /**
     * A handing over, written before the request is sent.
     *
     * @param attempt attempt of the run
     * @param at when it was tried last
     * @param refusals how often it was answered by an error of which nothing can be concluded
     * @param message words of the last such error, or empty
     * @param known whether Kubeflow Pipelines is known to have it
     */
    record Submission(int attempt, Instant at, int refusals, String message, boolean known) {
        Submission refused(String words) {
            return new Submission(attempt, at, refusals + 1, words, false);
        }

        Submission confirmed() {
            return new Submission(attempt, at, 0, "", true);
        }
    }

    /** Reads them; other conditions are left out. */
    static Notes of(List<Condition> conditions) {
        Optional<Condition> submitted = find(conditions, SUBMITTED);
        return new Notes(
                submitted.map(Notes::submission).orElse(null),
                find(conditions, ENDING).map(Notes::time).orElse(null),
                find(conditions, MISSING).map(Notes::time).orElse(null));
    }

    /** Those of this attempt: what was noted of an earlier one no longer holds. */
    Notes ofAttempt(int attempt) {
        return submission != null && submission.attempt() == attempt ? this : NONE;
    }

    Notes with(Submission now) {
        return new Notes(now, endingSince, null);
    }

    Notes ending(Instant now) {
        return endingSince == null ? new Notes(submission, now, missingSince) : this;
    }

    Notes missing(Instant now) {
        return missingSince == null ? new Notes(submission, endingSince, now) : this;
    }

    Notes seen() {
        return new Notes(submission, endingSince, null);
    }

    /** As conditions, to the second. */
    List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        if (submission != null) {
            String reason = "Attempt" + submission.attempt()
                    + (submission.refusals() == 0 ? "" : "Refused" + submission.refusals());
            conditions.add(condition(
                    SUBMITTED, submission.known() ? "True" : "Unknown", reason, submission.message(), submission.at()));
        }
        if (endingSince != null) {
            conditions.add(condition(ENDING, "True", "Asked", "", endingSince));
        }
        if (missingSince != null) {
            conditions.add(condition(MISSING, "True", "NothingSeen", "", missingSince));
        }
        return conditions;
    }

    private static Condition condition(String type, String status, String reason, String message, Instant at) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(at.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    private static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(one -> type.equals(one.getType())).findFirst();
    }

    private static Instant time(Condition condition) {
        return Instant.parse(condition.getLastTransitionTime());
    }

    private static @Nullable Submission submission(Condition condition) {
        Matcher reason = REASON.matcher(condition.getReason());
        return reason.matches()
                ? new Submission(
                        Integer.parseInt(reason.group(1)),
                        time(condition),
                        reason.group(2) == null ? 0 : Integer.parseInt(reason.group(2)),
                        condition.getMessage() == null ? "" : condition.getMessage(),
                        "True".equals(condition.getStatus()))
                : null;
    }
}
