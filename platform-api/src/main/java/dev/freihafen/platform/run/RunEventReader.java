package dev.freihafen.platform.run;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Reads what became of runs, as it was written down. */
@Singleton
class RunEventReader {
    /** Most events of one run that are read at a time. */
    private static final int BATCH = 100;

    private final Jdbi jdbi;

    RunEventReader(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An event of a run.
     *
     * @param number from 1, without gaps
     * @param kind {@code run} or {@code step}
     * @param ends whether the run's attempt ends with it
     * @param data JSON object
     */
    record RunEvent(int number, String kind, boolean ends, String data) {}

    /** From where on events of a run are wanted. */
    record Place(UUID run, int after) {}

    /** An event for one of several places. */
    record Found(int place, RunEvent event) {}

    /** The newest event of a run. */
    Optional<RunEvent> newest(UUID run) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from run_events where run_id = :run order by number desc limit 1")
                .bind("run", run)
                .map((row, context) -> event(row))
                .findOne());
    }

    /** Events after each of the places, in their order; which of the places each is for. */
    List<Found> after(List<Place> places) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select place, e.* from unnest(:runs, :after) with ordinality as wanted(run, after, place)
                        cross join lateral (
                          select * from run_events where run_id = run and number > after order by number limit :limit
                        ) e
                        order by place, number
                        """)
                .bindArray("runs", UUID.class, places.stream().map(Place::run).toList())
                .bindArray(
                        "after",
                        Integer.class,
                        places.stream().map(Place::after).toList())
                .bind("limit", BATCH)
                .map((row, context) -> new Found(row.getInt("place") - 1, event(row)))
                .list());
    }

    private static RunEvent event(ResultSet row) throws SQLException {
        String body = row.getString("body");
        return new RunEvent(
                row.getInt("number"),
                row.getString("kind"),
                row.getBoolean("ends"),
                "{\"at\":\"" + row.getTimestamp("at").toInstant() + "\"," + body.substring(1));
    }
}
