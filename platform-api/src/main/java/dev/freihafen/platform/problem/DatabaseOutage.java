package dev.freihafen.platform.problem;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures of the way to PostgreSQL from failures of what was asked of it. Pure. */
public final class DatabaseOutage {
    /** SQLSTATEs of a server that ends, starts, or is full (PostgreSQL, appendix A). */
    private static final Set<String> STATES = Set.of("57P01", "57P02", "57P03", "53300");

    private static final String CONNECTION = "08";
    private static final int DEEPEST = 16;

    private DatabaseOutage() {}

    /** Whether the failure, or one that caused it, says that PostgreSQL cannot be reached. */
    public static boolean causes(Throwable failure) {
        return causes(failure, 0);
    }

    private static boolean causes(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > DEEPEST) {
            return false;
        }
        if (failure instanceof SQLException sql && isConnection(sql)) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (causes(suppressed, depth + 1)) {
                return true;
            }
        }
        return causes(failure.getCause(), depth + 1);
    }

    /** The pool says so without a state, when it has waited long enough for a connection. */
    private static boolean isConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                ? String.valueOf(failure.getMessage()).contains("cquisition timeout")
                : state.startsWith(CONNECTION) || STATES.contains(state);
    }
}
