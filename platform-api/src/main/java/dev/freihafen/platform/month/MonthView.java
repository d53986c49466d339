package dev.freihafen.platform.month;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a month stands.
 *
 * @param month such as 2026-09
 * @param state OPEN, REVIEW or CLOSED
 * @param revision number of its newest document, 0 before the first close
 * @param reviewedBy who put it under review; another one approves
 * @param reopenAskedBy who asked to reopen it; another one does
 * @param document SHA-256 of the newest document
 * @param complete whether everything has a price; only then it can be closed. Absent in lists
 * @param warnings what to look at before the close. Absent in lists
 * @param history who did what. Absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Month", examples = """
                {"month":"2026-09","state":"REVIEW","revision":0,"reviewedBy":"finance","complete":true,"warnings":[],\
                "history":[{"at":"2026-10-01T08:00:00Z","by":"finance","event":"Reviewed","detail":""}]}""")
public record MonthView(
        String month,
        Stage state,
        int revision,
        @Nullable String reviewedBy,
        @Nullable String reopenAskedBy,
        @Nullable String reopenReason,
        @Nullable String document,
        @Nullable Boolean complete,
        @Nullable List<WarningView> warnings,
        @Nullable List<EventView> history) {

    /** Something to look at: its kind, where, and what to do. */
    public record WarningView(String kind, String cluster, String team, String text) {}

    /** Something that was done. */
    public record EventView(Instant at, String by, String event, String detail) {}

    static MonthView of(Standing standing, @Nullable String sha256) {
        Person reviewer = standing.reviewer();
        Person reopener = standing.reopener();
        return new MonthView(
                standing.month().toString(),
                standing.stage(),
                standing.revision(),
                reviewer == null ? null : reviewer.name(),
                reopener == null ? null : reopener.name(),
                standing.reopenReason(),
                sha256,
                null,
                null,
                null);
    }

    MonthView with(boolean isComplete, List<WarningView> told, List<EventView> events) {
        return new MonthView(
                month, state, revision, reviewedBy, reopenAskedBy, reopenReason, document, isComplete, told, events);
    }
}
