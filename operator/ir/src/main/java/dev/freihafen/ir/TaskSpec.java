package dev.freihafen.ir;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A node of a DAG.
 *
 * @param taskInfo its name for people
 * @param inputs where its inputs come from
 * @param dependentTasks tasks that must end before it starts
 * @param cachingOptions whether an engine with a cache may use it; the built-in engine has none
 * @param componentRef what it is
 * @param triggerPolicy when it starts
 * @param artifactIterator it runs once for each artifact of a list
 * @param parameterIterator it runs once for each item of a list
 * @param retryPolicy how often it is tried again
 * @param iteratorPolicy how many iterations run at a time
 */
public record TaskSpec(
        @Nullable TaskInfo taskInfo,
        Inputs inputs,
        List<String> dependentTasks,
        @Nullable CachingOptions cachingOptions,
        @Nullable ComponentRef componentRef,
        @Nullable TriggerPolicy triggerPolicy,
        @Nullable JsonNode artifactIterator,
        @Nullable ParameterIterator parameterIterator,
        @Nullable RetryPolicy retryPolicy,
        @Nullable IteratorPolicy iteratorPolicy) {
    public TaskSpec {
        inputs = inputs == null ? new Inputs(Map.of(), Map.of()) : inputs;
        dependentTasks = Copies.list(dependentTasks);
    }

    /** Name of the component that it is. */
    public String component() {
        return componentRef == null || componentRef.name() == null ? "" : componentRef.name();
    }

    /** The condition under which it runs; empty for always. */
    public Optional<String> condition() {
        return triggerPolicy == null
                ? Optional.empty()
                : Optional.ofNullable(triggerPolicy.condition()).filter(text -> !text.isBlank());
    }

    /** Whether it waits only for the end of the tasks before it, however they ended. */
    public boolean runsAfterFailure() {
        return triggerPolicy != null && triggerPolicy.strategy() == Strategy.AllUpstreamTasksCompleted;
    }

    /** The tasks that must end before it, sorted: those named as dependent and those whose outputs it takes. */
    public TreeSet<String> upstream() {
        var upstream = new TreeSet<>(dependentTasks);
        for (InputParameter input : inputs.parameters().values()) {
            if (input.taskOutputParameter() != null
                    && input.taskOutputParameter().producerTask() != null) {
                upstream.add(input.taskOutputParameter().producerTask());
            }
            if (input.taskFinalStatus() != null && input.taskFinalStatus().producerTask() != null) {
                upstream.add(input.taskFinalStatus().producerTask());
            }
        }
        for (InputArtifact input : inputs.artifacts().values()) {
            if (input.taskOutputArtifact() != null && input.taskOutputArtifact().producerTask() != null) {
                upstream.add(input.taskOutputArtifact().producerTask());
            }
        }
        return upstream;
    }

    /** Name for people. */
    public record TaskInfo(@Nullable String name) {}

    /** Inputs by name; those that its component does not define serve placeholders. */
    public record Inputs(Map<String, InputParameter> parameters, Map<String, InputArtifact> artifacts) {
        public Inputs {
            parameters = Copies.map(parameters);
            artifacts = Copies.map(artifacts);
        }
    }

    /** Where a parameter comes from: one of the first four. */
    public record InputParameter(
            @Nullable TaskOutputParameter taskOutputParameter,
            @Nullable RuntimeValue runtimeValue,
            @Nullable String componentInputParameter,
            @Nullable TaskFinalStatus taskFinalStatus,
            @Nullable String parameterExpressionSelector) {}

    /** An output parameter of another task of the DAG. */
    public record TaskOutputParameter(
            @Nullable String producerTask, @Nullable String outputParameterKey) {}

    /** A value, its strings may hold placeholders of the task's inputs. */
    public record RuntimeValue(@Nullable JsonNode constant) {}

    /** How another task of the DAG ended. */
    public record TaskFinalStatus(@Nullable String producerTask) {}

    /** Where an artifact comes from: one of the two. */
    public record InputArtifact(
            @Nullable TaskOutputArtifact taskOutputArtifact,
            @Nullable String componentInputArtifact) {}

    /** An output artifact of another task of the DAG. */
    public record TaskOutputArtifact(
            @Nullable String producerTask, @Nullable String outputArtifactKey) {}

    /** Whether a cache may be used. */
    public record CachingOptions(
            @Nullable Boolean enableCache, @Nullable String cacheKey) {}

    /** The component. */
    public record ComponentRef(@Nullable String name) {}

    /** When it starts. */
    public record TriggerPolicy(
            @Nullable String condition, @Nullable Strategy strategy) {}

    /** What must have become of the tasks before it. */
    public enum Strategy {
        @JsonProperty("TRIGGER_STRATEGY_UNSPECIFIED")
        Unspecified,
        @JsonProperty("ALL_UPSTREAM_TASKS_SUCCEEDED")
        AllUpstreamTasksSucceeded,
        @JsonProperty("ALL_UPSTREAM_TASKS_COMPLETED")
        AllUpstreamTasksCompleted
    }

    /** A loop over parameters. */
    public record ParameterIterator(
            @Nullable Items items, @Nullable String itemInput) {}

    /** The items: a JSON list as text, or an input of the task that is a list. */
    public record Items(@Nullable String raw, @Nullable String inputParameter) {}

    /** Retries; durations as {@code 5s} or {@code 0.5s}. */
    public record RetryPolicy(
            @Nullable Integer maxRetryCount,
            @Nullable String backoffDuration,
            @Nullable Double backoffFactor,
            @Nullable String backoffMaxDuration) {}

    /** Limit of iterations at a time; 0 or absent for none. */
    public record IteratorPolicy(@Nullable Integer parallelismLimit) {}
}
