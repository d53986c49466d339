package dev.freihafen.platform.month;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Ends the connection before the n-th statement of a request that goes through Jdbi, as a killed process would: PostgreSQL
 * sees it go, and nothing of the transaction stays.
 */
public final class Crash implements SqlLogger {
    private final DataSource source;
    private final AtomicInteger left;

    private Crash(DataSource source, int statement) {
        this.source = source;
        this.left = new AtomicInteger(statement);
    }

    /** @param statement the statement before which it comes, from 1 */
    public static Crash before(Jdbi jdbi, DataSource source, int statement) {
        Crash crash = new Crash(source, statement);
        jdbi.setSqlLogger(crash);
        return crash;
    }

    /** Nothing more happens. */
    public static void never(Jdbi jdbi) {
        jdbi.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
    }

    /** Whether the statement was reached. */
    public boolean happened() {
        return left.get() <= 0;
    }

    @Override
    public void logBeforeExecution(StatementContext context) {
        if (ofRequest() && left.decrementAndGet() == 0) {
            try (var admin = source.getConnection();
                    PreparedStatement end = admin.prepareStatement("select pg_terminate_backend(?, 5000)")) {
                int backend;
                try (var own = context.getConnection().createStatement();
                        var pid = own.executeQuery("select pg_backend_pid()")) {
                    pid.next();
                    backend = pid.getInt(1);
                }
                end.setInt(1, backend);
                end.execute();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** Work in the background has threads of its own names, and must not use the crash up. */
    private static boolean ofRequest() {
        return Thread.currentThread().getName().startsWith("executor-thread");
    }
}
