package dev.freihafen.platform.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what became of a run, in the transaction in which it became so, for those who follow it. The caller holds
 * the lock of the run's row, so that numbers have no gaps and no two writers.
 */
@Singleton
public class RunEvents {
    /** Most that are kept of one run, besides its ends. */
    static final int MOST = 10_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final Event<RunEnded> ended;
    private final Clock clock;

    RunEvents(Event<RunEnded> ended, Clock clock) {
        this.ended = ended;
        this.clock = clock;
    }

    /** A run as an event tells of it. */
    record RunNews(
            String state, @Nullable String reason, @Nullable String message, int attempt) {}

    /** A step as an event tells of it. */
    record StepNews(
            String step,
            int attempt,
            String state,
            @Nullable String reason,
            @Nullable String message) {}

    /** The run's row was changed so that people see it. */
    void changed(Handle transaction, UUID id) {
        changed(
                transaction,
                transaction
                        .createQuery("select * from runs where id = :id")
                        .bind("id", id)
                        .map((row, context) -> RunRows.run(row))
                        .one());
    }

    /** The run's row was changed to this. */
    void changed(Handle transaction, Run run) {
        PreparedBatch batch = batch(transaction);
        add(batch, run.id(), "run", run.progress().state().isTerminal(), news(run));
        batch.execute();
        if (run.progress().state().isTerminal()) {
            ended.fire(new RunEnded(
                    transaction,
                    new TeamKey(run.team(), run.teamUid()),
                    run.id(),
                    run.progress().state()));
        }
    }

    /** Steps were changed to these. */
    void changedSteps(Handle transaction, List<RunHistory.StepEvent> steps) {
        if (steps.isEmpty()) {
            return;
        }
        PreparedBatch batch = batch(transaction);
        for (RunHistory.StepEvent event : steps) {
            Step step = event.step();
            add(
                    batch,
                    event.run(),
                    "step",
                    false,
                    new StepNews(step.step(), step.attempt(), step.state().name(), step.reason(), step.message()));
        }
        batch.execute();
    }

    static RunNews news(Run run) {
        return new RunNews(
                run.shownState().name(),
                run.shownReason(),
                run.shownMessage(),
                run.intent().attempt());
    }

    private static PreparedBatch batch(Handle transaction) {
        return transaction.prepareBatch("""
                insert into run_events (run_id, number, kind, ends, at, body)
                select :run, coalesce(max(number), 0) + 1, :kind, :ends, :at, cast(:body as json)
                from run_events where run_id = :run
                having coalesce(max(number), 0) < :most or :ends
                """);
    }

    private void add(PreparedBatch batch, UUID run, String kind, boolean ends, Object body) {
        batch.bind("run", run)
                .bind("kind", kind)
                .bind("ends", ends)
                .bind("at", RunRows.utc(clock.instant()))
                .bind("body", json(body))
                .bind("most", MOST)
                .add();
    }

    /** As the body of an event is written. */
    static String json(Object body) {
        return JSON.valueToTree(body).toString();
    }
}
