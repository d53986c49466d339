package dev.freihafen.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ledger itself, read where the API keeps it. */
final class Ledger {
    private static final String URL = "jdbc:postgresql://127.0.0.1:5433/freihafen";
    private static final String PODS_OF_RUN =
            "select object_uid, step, resource, start_at, end_at, quality from usage_intervals"
                    + " where workload_kind = 'PipelineRun' and workload_name = ? and object_kind = 'Pod'"
                    + " order by start_at, object_uid, resource";

    private final Installation installation;

    Ledger(Installation installation) {
        this.installation = installation;
    }

    /** Time for which a pod is charged for one of its resources; open while there is no end. */
    record Interval(String pod, String step, String resource, Instant start, Optional<Instant> end, String quality) {}

    /** What is charged for the pods of a run. */
    List<Interval> ofRun(String run) {
        try (Connection connection =
                        DriverManager.getConnection(URL, "freihafen", installation.secret("postgres.password"));
                PreparedStatement query = connection.prepareStatement(PODS_OF_RUN)) {
            query.setString(1, run);
            List<Interval> intervals = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    intervals.add(interval(rows));
                }
            }
            return intervals;
        } catch (SQLException failed) {
            throw new AssertionError("the ledger cannot be read at " + URL, failed);
        }
    }

    private static Interval interval(ResultSet row) throws SQLException {
        return new Interval(
                row.getString("object_uid"),
                row.getString("step"),
                row.getString("resource"),
                row.getTimestamp("start_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("end_at")).map(Timestamp::toInstant),
                row.getString("quality"));
    }
}
