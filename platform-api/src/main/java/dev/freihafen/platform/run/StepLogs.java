package dev.freihafen.platform.run;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Logs of steps that were kept. */
@Singleton
public class StepLogs {
    private final Jdbi jdbi;

    public StepLogs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What is kept of a log.
     *
     * @param whole whether every piece up to the last is here
     */
    record Kept(String text, boolean whole) {}

    /** A piece of a log, counted from 0. */
    record Chunk(int number, boolean last, String text) {}

    Kept read(UUID run, String step, int attempt) {
        return join(jdbi.withHandle(handle -> handle.createQuery("""
                        select chunk, last, text from step_logs
                        where run_id = :run and step = :step and attempt = :attempt order by chunk
                        """)
                .bind("run", run)
                .bind("step", step)
                .bind("attempt", attempt)
                .map((row, context) -> new Chunk(row.getInt("chunk"), row.getBoolean("last"), row.getString("text")))
                .list()));
    }

    /** Pieces in the order of their numbers as one text. */
    static Kept join(List<Chunk> chunks) {
        boolean whole =
                !chunks.isEmpty() && chunks.getLast().last() && chunks.getLast().number() == chunks.size() - 1;
        return new Kept(chunks.stream().map(Chunk::text).collect(Collectors.joining()), whole);
    }
}
