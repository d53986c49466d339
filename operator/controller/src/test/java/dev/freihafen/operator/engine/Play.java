package dev.freihafen.operator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.run.NextAttempt;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays a run move by move: the test says how each pod ends. Every plan is carried out at once. */
final class Play {
    static final String RUN = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pipeline pipeline;
    private final Map<String, StepOrder> orders = new TreeMap<>();
    private final List<PodFacts> pods = new ArrayList<>();
    private List<StepStatus> recorded = List.of();
    private @Nullable JsonNode parameters;
    private @Nullable Reason held;
    private RunState state = RunState.Accepted;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Play(String ir) {
        this.pipeline = Ir.parse(ir);
    }

    Play given(String json) {
        parameters = json(json);
        return this;
    }

    Play held(@Nullable Reason reason) {
        held = reason;
        return this;
    }

    /** One move; what it orders is made and is pending. */
    Plan move() {
        Plan plan = Planner.plan(new RunFacts(
                RUN, pipeline, parameters, Optional.empty(), null, held, Instruction.VOLUME, recorded, pods, now));
        recorded = plan.steps();
        state = plan.state();
        for (StepOrder order : plan.orders()) {
            if (pods.stream().noneMatch(pod -> pod.name().equals(order.podName()))) {
                orders.put(order.path(), order);
                pods.add(facts(order, PodFacts.Phase.Pending, null, null, null));
            }
        }
        return plan;
    }

    /** The next attempt of the run begins; the pods of the one before have gone. */
    Play retried() {
        recorded = NextAttempt.of(recorded);
        pods.clear();
        return this;
    }

    RunState state() {
        return state;
    }

    List<StepStatus> steps() {
        return recorded;
    }

    /** Paths of all steps whose pods were ordered, sorted. */
    List<String> ordered() {
        return List.copyOf(orders.keySet());
    }

    Play later(int seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    /** The pod of the step ends with that result of the wrapper. */
    Play succeeds(String path, @Nullable String result) {
        return replace(path, PodFacts.Phase.Succeeded, null, result == null ? null : json(result), null);
    }

    Play fails(String path) {
        return replace(path, PodFacts.Phase.Failed, null, null, "its command ended with exit code 1: look at its log");
    }

    Play waits(String path, Reason reason) {
        return replace(path, PodFacts.Phase.Pending, reason, null, null);
    }

    private Play replace(
            String path,
            PodFacts.Phase phase,
            @Nullable Reason waiting,
            @Nullable JsonNode result,
            @Nullable String failure) {
        StepOrder order = order(path);
        pods.removeIf(pod -> pod.name().equals(order.podName()));
        pods.add(facts(order, phase, waiting, result, failure));
        return this;
    }

    private PodFacts facts(
            StepOrder order,
            PodFacts.Phase phase,
            @Nullable Reason waiting,
            @Nullable JsonNode result,
            @Nullable String failure) {
        boolean ended = phase == PodFacts.Phase.Succeeded || phase == PodFacts.Phase.Failed;
        return new PodFacts(
                order.podName(),
                "uid-" + order.podName(),
                order.path(),
                order.attempt(),
                phase,
                now.toString(),
                ended ? now.toString() : null,
                waiting,
                result,
                failure);
    }

    StepOrder order(String path) {
        StepOrder order = orders.get(path);
        if (order == null) {
            throw new AssertionError("no pod of " + path + " was ordered, only of " + orders.keySet());
        }
        return order;
    }

    /** What the wrapper of the step was told. */
    JsonNode instruction(String path) {
        return ((StepOrder.Task) order(path)).instruction();
    }

    JsonNode parameterValues(String path) {
        return instruction(path).at("/executorInput/inputs/parameterValues");
    }

    StepStatus step(String path) {
        return recorded.stream()
                .filter(step -> step.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + path + " in " + recorded));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
