package dev.freihafen.platform.usage;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.platform.run.RunHistory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the feed that could be read. */
sealed interface FeedRow {
    String id();

    /** A usage interval. */
    record Usage(String id, UsageInterval interval) implements FeedRow {}

    /** A row that speaks of a run. */
    sealed interface OfRun extends FeedRow {
        UUID run();

        String team();
    }

    /** A run that is there; one that nobody submitted here is new. */
    record RunFound(String id, RunHistory.FoundRun found) implements OfRun {
        @Override
        public UUID run() {
            return found.id();
        }

        @Override
        public String team() {
            return found.team().name();
        }
    }

    /** News of a run. */
    record RunNews(String id, String team, RunHistory.RunEvent event) implements OfRun {
        @Override
        public UUID run() {
            return event.run();
        }
    }

    /** News of a step. */
    record StepNews(String id, String team, RunHistory.StepEvent event) implements OfRun {
        @Override
        public UUID run() {
            return event.run();
        }
    }

    /** A piece of a log. */
    record Log(String id, String team, RunHistory.LogChunk chunk) implements OfRun {
        @Override
        public UUID run() {
            return chunk.of().run();
        }
    }

    /** A row that cannot be read, or must not be taken; the reason is one sentence. */
    record Bad(String id, String reason, @Nullable String text) implements FeedRow {}
}
