package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.PodReasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A world for the planner: it keeps what was recorded, plays the pods, and can let the operator die after any write. Every
 * write is counted: a status, a pod that is made, a pod that is ended.
 */
final class Simulation {
    static final String RUN = "6f1c2a34-0000-4000-8000-000000000001";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The operator died after its n-th write. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final Pipeline pipeline;
    final List<String> started = new ArrayList<>();
    final Map<String, JsonNode> instructions = new TreeMap<>();
    private final Map<String, PodFacts> pods = new LinkedHashMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private List<StepStatus> recorded = List.of();
    private RunState state = RunState.Accepted;
    private @Nullable String reason;
    private @Nullable String message;
    Instant now = Instant.parse("2026-09-01T00:00:00Z");

    @Nullable
    JsonNode parameters;

    @Nullable
    Instant deadline;

    /** Path of a step whose pod the API server will never take. */
    @Nullable
    String refused;

    boolean canceled;
    int writes;
    int dieAfter = Integer.MAX_VALUE;
    int mostAtOnce;
    /** Result of a step's attempt: its outputs, or null to fail. */
    BiFunction<String, Integer, @Nullable ObjectNode> work = (path, attempt) -> JsonNodeFactory.instance.objectNode();

    Simulation(String example) {
        this.pipeline = Ir.parse(read(example));
    }

    static String read(String example) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("deploy/examples"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(folder.resolve("deploy/examples").resolve(example));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    RunState state() {
        return state;
    }

    @Nullable
    String reason() {
        return reason;
    }

    @Nullable
    String message() {
        return message;
    }

    Map<String, StepStatus> steps() {
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        recorded.forEach(step -> steps.put(step.path(), step));
        return steps;
    }

    List<PodFacts> alive() {
        return pods.values().stream().filter(pod -> !pod.hasEnded()).toList();
    }

    /** Reconciles and plays pods, a second at a time, until the run has ended; the operator is started again when it dies. */
    Simulation run() {
        for (int second = 0; second < 2_000 && !state.isTerminal(); second++) {
            step();
        }
        return this;
    }

    void step() {
        try {
            reconcile();
            reconcile();
        } catch (Died died) {
            dieAfter = Integer.MAX_VALUE;
        }
        play();
        now = now.plusSeconds(1);
    }

    private void reconcile() {
        if (state.isTerminal()) {
            return;
        }
        Plan plan = Planner.plan(new RunFacts(
                RUN,
                pipeline,
                parameters,
                ending(),
                deadline,
                null,
                Instruction.VOLUME,
                recorded,
                List.copyOf(pods.values()),
                now));
        if (plan.state() != state || !plan.steps().equals(recorded)) {
            recorded = plan.steps();
            state = plan.state();
            reason = plan.reason();
            message = plan.message();
            written();
        }
        for (StepOrder order : plan.orders()) {
            if (order.path().equals(refused)) {
                StepRefusal refusal = new StepRefusal(PodReasons.refused("malformed"), true);
                recorded = recorded.stream()
                        .map(step -> step.path().equals(refused) ? refusal.of(step) : step)
                        .toList();
                written();
            } else if (!pods.containsKey(order.podName())) {
                make(order);
                written();
            }
        }
        for (String name : plan.ends()) {
            pods.computeIfPresent(name, (key, pod) -> with(pod, PodFacts.Phase.Failed, null));
            written();
        }
    }

    private Optional<Ending> ending() {
        return canceled
                ? Optional.of(new Ending(RunState.Canceled, "Canceled", "Somebody asked"))
                : Optional.ofNullable(deadline)
                        .filter(late -> !now.isBefore(late))
                        .map(late -> new Ending(RunState.Failed, "DeadlineExceeded", "The deadline passed"));
    }

    private void written() {
        writes++;
        if (writes == dieAfter) {
            throw new Died();
        }
    }

    private void make(StepOrder order) {
        started.add(order.path() + "#" + order.attempt());
        if (order instanceof StepOrder.Task task) {
            instructions.put(order.path(), task.instruction());
        }
        pods.put(
                order.podName(),
                new PodFacts(
                        order.podName(),
                        "uid-" + order.podName(),
                        order.path(),
                        order.attempt(),
                        PodFacts.Phase.Pending,
                        null,
                        null,
                        null,
                        null,
                        null));
        left.put(order.podName(), 3);
        mostAtOnce = Math.max(mostAtOnce, alive().size());
    }

    /** A pod is pending, then runs, then ends. */
    void play() {
        pods.replaceAll((name, pod) -> {
            if (pod.hasEnded()) {
                return pod;
            }
            int seconds = left.merge(name, -1, Integer::sum);
            if (seconds > 0) {
                return with(pod, PodFacts.Phase.Running, null);
            }
            ObjectNode outputs = work.apply(pod.path(), pod.attempt());
            return outputs == null
                    ? with(pod, PodFacts.Phase.Failed, null)
                    : with(pod, PodFacts.Phase.Succeeded, result(pod.path(), outputs));
        });
    }

    private JsonNode result(String path, ObjectNode outputs) {
        ObjectNode result = JSON.createObjectNode();
        result.put("v", 1);
        result.put("exit", 0);
        result.set("parameters", outputs);
        ObjectNode artifacts = result.putObject("artifacts");
        JsonNode instruction = instructions.get(path);
        if (instruction != null) {
            instruction
                    .at("/executorInput/outputs/artifacts")
                    .properties()
                    .forEach(entry ->
                            artifacts.set(entry.getKey(), entry.getValue().get("artifacts")));
        }
        return result;
    }

    private PodFacts with(PodFacts pod, PodFacts.Phase phase, @Nullable JsonNode result) {
        boolean ended = phase == PodFacts.Phase.Succeeded || phase == PodFacts.Phase.Failed;
        return new PodFacts(
                pod.name(),
                pod.uid(),
                pod.path(),
                pod.attempt(),
                phase,
                pod.startedAt() == null ? now.toString() : pod.startedAt(),
                ended ? now.toString() : null,
                null,
                result,
                phase == PodFacts.Phase.Failed ? "its command ended with exit code 1" : null);
    }

    /** Somebody deletes a running pod behind the operator's back. */
    void lose(String path) {
        pods.values().removeIf(pod -> pod.path().equals(path));
    }
}
