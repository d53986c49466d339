package dev.freihafen.platform.month;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Where a month stands.
 *
 * @param revision number of its newest document; 0 before the first close
 * @param reviewer who put it under review; null when it is open
 * @param reviewedTerms digest of the terms that were reviewed
 * @param reopener who asked for reopening the closed month; null when nobody did
 */
record Standing(
        YearMonth month,
        Stage stage,
        int revision,
        @Nullable Person reviewer,
        @Nullable String reviewedTerms,
        @Nullable Person reopener,
        @Nullable String reopenReason) {

    static Standing untouched(YearMonth month) {
        return new Standing(month, Stage.OPEN, 0, null, null, null, null);
    }

    Standing opened() {
        return new Standing(month, Stage.OPEN, revision, null, null, null, null);
    }

    Standing underReview(Person by, String terms) {
        return new Standing(month, Stage.REVIEW, revision, by, terms, null, null);
    }

    Standing closed() {
        return new Standing(month, Stage.CLOSED, revision + 1, reviewer, reviewedTerms, null, null);
    }

    Standing reopenAsked(Person by, String reason) {
        return new Standing(month, stage, revision, reviewer, reviewedTerms, by, reason);
    }
}
