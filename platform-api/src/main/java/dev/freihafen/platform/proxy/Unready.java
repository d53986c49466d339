package dev.freihafen.platform.proxy;

import dev.freihafen.platform.problem.PlatformException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why a workload does not answer now. Pure. */
final class Unready {
    private Unready() {}

    /**
     * What is told to its caller.
     *
     * @param workload kind and name, such as {@code Workspace notebook}
     * @param state absent before the operator has looked at it
     * @param reason PascalCase cause of the state
     * @param message what it waits for
     */
    static PlatformException.NotReady because(
            String workload, @Nullable Enum<?> state, @Nullable String reason, @Nullable String message) {
        if (state == null) {
            return new PlatformException.NotReady(workload + " is Pending: it was not looked at yet.");
        }
        String cause = reason == null ? "" : " (" + reason + ")";
        return new PlatformException.NotReady(workload + " is " + state + cause + ": "
                + Objects.requireNonNullElse(message, "look at it again in a moment."));
    }
}
