package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.page.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a team are wanted, and in which order. What is null or empty does not matter.
 *
 * @param state as it is shown
 * @param pipeline name of the pipeline
 * @param name as the user gave it, the whole of it
 * @param labels what they must all carry
 * @param owner account name
 * @param schedule name of the schedule that started them
 * @param from submitted then or later
 * @param until submitted before
 */
public record RunQuery(
        @Nullable RunState state,
        @Nullable String pipeline,
        @Nullable String name,
        Map<String, String> labels,
        @Nullable String owner,
        @Nullable String schedule,
        @Nullable Instant from,
        @Nullable Instant until,
        Sort sort) {
    /** All runs, newest first. */
    public static final RunQuery ALL =
            new RunQuery(null, null, null, Map.of(), null, null, null, null, Sort.NewestFirst);

    public RunQuery {
        labels = Map.copyOf(labels);
    }

    /** Orders of runs; those that are alike go by id. */
    public enum Sort {
        /** By the time they were submitted. */
        NewestFirst("-createdAt", "created_at", true),
        /** By the time they were submitted. */
        OldestFirst("createdAt", "created_at", false),
        /** By their end; those that have not ended are the last to end. */
        LastEndedFirst("-finishedAt", "coalesce(finished_at, timestamptz '9999-12-31 23:59:59+00')", true),
        /** By their end; those that have not ended are the last to end. */
        FirstEndedFirst("finishedAt", "coalesce(finished_at, timestamptz '9999-12-31 23:59:59+00')", false),
        /** By the name that the user gave; those without one first. */
        ByName("name", "coalesce(name, '') collate \"C\"", false),
        /** By the name that the user gave; those without one last. */
        ByNameBackwards("-name", "coalesce(name, '') collate \"C\"", true);

        private static final Instant NOT_ENDED = Instant.parse("9999-12-31T23:59:59Z");

        private final String text;
        private final String column;
        private final boolean isDescending;

        Sort(String text, String column, boolean isDescending) {
            this.text = text;
            this.column = column;
            this.isDescending = isDescending;
        }

        /** The sort of a query parameter. */
        static Optional<Sort> of(String text) {
            return Arrays.stream(values())
                    .filter(sort -> sort.text.equals(text))
                    .findFirst();
        }

        static List<String> texts() {
            return Arrays.stream(values()).map(Sort::text).toList();
        }

        /** As a query parameter names it. */
        public String text() {
            return text;
        }

        /** What SQL orders by. */
        String order() {
            String direction = isDescending ? " desc" : "";
            return column + direction + ", id" + direction;
        }

        /** What SQL asks for the runs after one, bound as {@code :afterKey} and {@code :afterId}. */
        String after() {
            return "(" + column + ", id) " + (isDescending ? "<" : ">") + " (:afterKey, :afterId)";
        }

        /** Where a run stands in this order, as text. */
        String keyOf(Run run) {
            return switch (this) {
                case NewestFirst, OldestFirst -> run.createdAt().toString();
                case LastEndedFirst, FirstEndedFirst -> {
                    Instant end = run.progress().finishedAt();
                    yield (end == null ? NOT_ENDED : end).toString();
                }
                case ByName, ByNameBackwards -> run.name() == null ? "" : run.name();
            };
        }

        /**
         * The key as SQL takes it.
         *
         * @throws DateTimeException when it is none
         */
        Object bound(String key) {
            return switch (this) {
                case NewestFirst, OldestFirst, LastEndedFirst, FirstEndedFirst -> RunRows.time(Times.parse(key));
                case ByName, ByNameBackwards -> key;
            };
        }
    }
}
