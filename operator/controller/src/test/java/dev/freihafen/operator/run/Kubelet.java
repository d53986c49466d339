package dev.freihafen.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for a node: a pod waits, then runs, then ends with a result that fits its instruction. Deleted pods end, and the
 * meter's finalizer is taken away. Steps whose path is held stay where they are.
 */
final class Kubelet implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINALIZER = "freihafen.dev/meter";

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, String> executed = new ConcurrentHashMap<>();
    private final Set<String> heldRunning = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean schedules = true;

    Kubelet(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.thread = Thread.ofPlatform().name("kubelet-" + namespace).start(this::loop);
    }

    /** The step stays running until {@link #release}. */
    void hold(String path) {
        heldRunning.add(path);
    }

    void release(String path) {
        heldRunning.remove(path);
    }

    /** The step's command ends with exit code 1. */
    void fail(String path) {
        failing.add(path);
    }

    /** The step's next tries end well again. */
    void mend(String path) {
        failing.remove(path);
    }

    /** Pods are left as they were made. */
    void stopScheduling() {
        schedules = false;
    }

    /** How many pods ran for each attempt, by path and attempt as {@code path#1}. */
    Map<String, Integer> executions() {
        Map<String, Integer> executions = new TreeMap<>();
        executed.values().forEach(attempt -> executions.merge(attempt, 1, Integer::sum));
        return executions;
    }

    private void loop() {
        while (!closed) {
            try {
                client.pods().inNamespace(namespace).list().getItems().forEach(this::advance);
                Thread.sleep(30);
            } catch (KubernetesClientException conflict) {
                // Somebody else wrote the pod: the next round sees it.
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void advance(Pod pod) {
        String phase = pod.getStatus().getPhase();
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            if (!ended) {
                write(pod, ended("Failed", 143, null));
            }
            client.resource(pod).edit(current -> {
                current.getMetadata().getFinalizers().remove(FINALIZER);
                return current;
            });
        } else if (phase.equals("Pending") && schedules) {
            executed.put(
                    pod.getMetadata().getUid(),
                    path(pod) + "#" + pod.getMetadata().getLabels().get("freihafen.dev/attempt"));
            write(pod, running());
        } else if (phase.equals("Running") && !heldRunning.contains(path(pod))) {
            write(pod, failing.contains(path(pod)) ? ended("Failed", 1, null) : ended("Succeeded", 0, result(pod)));
        }
    }

    private static String path(Pod pod) {
        return pod.getMetadata().getAnnotations().get("freihafen.dev/task-path");
    }

    private void write(Pod pod, PodStatus status) {
        client.resource(pod).editStatus(current -> {
            current.setStatus(status);
            return current;
        });
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static PodStatusBuilder scheduled(String phase) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withConditions(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("True")
                        .withLastTransitionTime(now())
                        .build());
    }

    private static PodStatus running() {
        return scheduled("Running").build();
    }

    private static PodStatus ended(String phase, int exitCode, String message) {
        return scheduled(phase)
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("step")
                        .withImage("any")
                        .withImageID("any")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(exitCode)
                                .withFinishedAt(now())
                                .withMessage(message)
                                .endTerminated()
                                .build())
                        .build())
                .build();
    }

    /** What the wrapper would leave: a short log, a value of the right type for each output, artifacts as they were named. */
    private static String result(Pod pod) {
        ObjectNode result =
                JSON.createObjectNode().put("v", 1).put("exit", 0).put("log", "this is " + path(pod) + "\n");
        pod.getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getName().equals("FREIHAFEN_STEP"))
                .findFirst()
                .ifPresent(variable -> fill(result, read(variable.getValue().replace("$$", "$"))));
        return result.toString();
    }

    private static void fill(ObjectNode result, JsonNode instruction) {
        ObjectNode parameters = result.putObject("parameters");
        instruction.get("outputTypes").properties().forEach(output -> {
            switch (output.getValue().asText()) {
                case "NUMBER_INTEGER" -> parameters.put(output.getKey(), 4);
                case "NUMBER_DOUBLE" -> parameters.put(output.getKey(), 0.5);
                case "BOOLEAN" -> parameters.put(output.getKey(), true);
                case "LIST" ->
                    parameters
                            .putArray(output.getKey())
                            .addObject()
                            .put("row", 1)
                            .put("times", 10);
                case "STRUCT" -> parameters.putObject(output.getKey());
                default -> parameters.put(output.getKey(), "text");
            }
        });
        ObjectNode artifacts = result.putObject("artifacts");
        instruction
                .at("/executorInput/outputs/artifacts")
                .properties()
                .forEach(output ->
                        artifacts.set(output.getKey(), output.getValue().get("artifacts")));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
