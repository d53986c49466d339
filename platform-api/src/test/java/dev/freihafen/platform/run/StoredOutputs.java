package dev.freihafen.platform.run;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Observes what is told of outputs and ends, as those do who keep artifacts; a test can make it refuse. */
@Singleton
public class StoredOutputs {
    private final List<StepOutputsStored> seen = new CopyOnWriteArrayList<>();
    private final List<RunEnded> ends = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable UUID> refused = new AtomicReference<>();

    void on(@Observes StepOutputsStored stored) {
        if (stored.run().equals(refused.get())) {
            stored.transaction().execute("insert into step_outputs (run_id) values (null)");
        }
        seen.add(stored);
    }

    void on(@Observes RunEnded ended) {
        ends.add(ended);
    }

    void refuse(@Nullable UUID run) {
        refused.set(run);
    }

    List<StepOutputsStored> of(UUID run) {
        return seen.stream().filter(stored -> stored.run().equals(run)).toList();
    }

    List<RunEnded> endsOf(UUID run) {
        return ends.stream().filter(end -> end.run().equals(run)).toList();
    }
}
