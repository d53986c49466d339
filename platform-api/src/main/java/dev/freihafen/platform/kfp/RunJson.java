package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as the answers of KFP have it. Pure. */
final class RunJson {
    /** Codes of gRPC, google/rpc/code.proto. */
    private static final int CANCELLED = 1;

    private static final int UNKNOWN = 2;
    private static final int DATA_LOSS = 15;

    private RunJson() {}

    /** As lists have it: what it runs is named, not told. */
    static ObjectNode lean(RunReading run) {
        return json(run).json();
    }

    /**
     * With everything that is known.
     *
     * @param spec the compiled pipeline; null where it is named instead, or not known
     */
    static ObjectNode whole(RunReading run, @Nullable JsonNode spec, List<KfpRuns.StepReading> steps) {
        Answer answer = json(run).put("pipeline_spec", spec);
        List<ObjectNode> tasks = TaskDetails.of(run, steps);
        if (!steps.isEmpty()) {
            answer.put(
                    "run_details",
                    new Answer().put("task_details", tasks, task -> task).json());
        }
        return answer.put("state_history", history(run), state -> state).json();
    }

    private static Answer json(RunReading run) {
        Answer answer = new Answer()
                .put("run_id", run.id().toString())
                .put(
                        "experiment_id",
                        run.experimentId() == null ? null : run.experimentId().toString())
                .put(
                        "recurring_run_id",
                        run.recurringRunId() == null
                                ? null
                                : run.recurringRunId().toString())
                .put("display_name", run.displayName())
                .put("description", run.description())
                .put("storage_state", run.archived() ? "ARCHIVED" : "AVAILABLE")
                .put(
                        "runtime_config",
                        new Answer().put("parameters", run.parameters()).json())
                .put("created_at", run.createdAt())
                .put("scheduled_at", run.createdAt())
                .put("finished_at", run.finishedAt())
                .put("state", run.state().name())
                .put("error", error(run));
        if (run.versionId() != null && run.pipelineId() != null) {
            answer.put(
                    "pipeline_version_reference",
                    new Answer()
                            .put("pipeline_id", run.pipelineId().toString())
                            .put("pipeline_version_id", run.versionId().toString())
                            .json());
        }
        return answer;
    }

    private static @Nullable ObjectNode error(RunReading run) {
        if (run.state() != KfpState.FAILED) {
            return null;
        }
        return switch (run.outcome()) {
            case "Canceled" ->
                error(
                        CANCELLED,
                        "canceled by " + (run.canceledBy() == null ? "request" : run.canceledBy()) + after(run));
            case "Lost" -> error(DATA_LOSS, "lost" + after(run));
            default -> error(UNKNOWN, (run.reason() == null ? "failed" : run.reason()) + after(run));
        };
    }

    private static String after(RunReading run) {
        return run.message() == null ? "" : ": " + run.message();
    }

    static ObjectNode error(int code, String message) {
        return new Answer().put("code", code).put("message", message).json();
    }

    private static List<ObjectNode> history(RunReading run) {
        List<ObjectNode> states = new ArrayList<>();
        states.add(state(run.createdAt(), KfpState.PENDING));
        if (run.startedAt() != null) {
            states.add(state(run.startedAt(), KfpState.RUNNING));
        }
        if (run.finishedAt() != null) {
            states.add(state(run.finishedAt(), run.state()));
        }
        return states;
    }

    static ObjectNode state(Instant at, KfpState state) {
        return new Answer().put("update_time", at).put("state", state.name()).json();
    }
}
