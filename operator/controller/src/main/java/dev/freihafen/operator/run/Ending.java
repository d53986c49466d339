package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.RunState;

/**
 * Why a run must end before it is done: no step begins any more, and those that run are ended.
 *
 * @param state what it has become once nothing of it runs: Canceled or Failed
 * @param reason PascalCase, such as {@code DeadlineExceeded}
 * @param message one plain sentence, without its full stop
 */
public record Ending(RunState state, String reason, String message) {
    public Ending {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("a run does not end as " + state);
        }
    }
}
