package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to write of a run and then to do.
 *
 * @param state where it stands
 * @param reason why, absent when all goes well
 * @param notes what not to forget
 * @param deed what to do once that is written, absent for nothing
 * @param again when to look again, absent once it has ended
 */
record Decision(
        RunState state,
        @Nullable Reason reason,
        Notes notes,
        @Nullable Deed deed,
        @Nullable Instant again) {

    /** Something that changes the world. */
    sealed interface Deed {
        /** Hand it over. */
        record Post() implements Deed {}

        /** Delete what Kubeflow Pipelines has of it, then hand it over. */
        record PostAnew() implements Deed {}

        /** Have its failed steps tried again. */
        record Retry() implements Deed {}

        /** Have it ended. */
        record Terminate() implements Deed {}

        /** Delete Workflows, and with them their pods. */
        record DeleteWorkflows(List<String> names) implements Deed {
            public DeleteWorkflows {
                names = List.copyOf(names);
            }
        }

        /** Delete pods whose Workflow is gone. */
        record DeletePods(List<String> names) implements Deed {
            public DeletePods {
                names = List.copyOf(names);
            }
        }
    }

    static Decision waiting(RunState state, @Nullable Reason reason, Notes notes, Instant again) {
        return new Decision(state, reason, notes, null, again);
    }

    static Decision doing(RunState state, @Nullable Reason reason, Notes notes, Deed deed, Instant again) {
        return new Decision(state, reason, notes, deed, again);
    }

    static Decision ended(RunState state, @Nullable Reason reason, Notes notes) {
        return new Decision(state, reason, notes, null, null);
    }
}
