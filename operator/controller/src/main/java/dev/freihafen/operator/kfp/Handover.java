package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request that hands a run over. Pure. What the pipeline says stays as it was written; added are the labels by which the
 * run's pods are known, and the run's hardware class where the pipeline does not say what a step takes.
 */
final class Handover {
    /** Prefixes of labels and annotations that tell whose a pod is: a pipeline may not set them. */
    static final List<String> RESERVED = List.of(
            "freihafen.dev/",
            "kueue.x-k8s.io/",
            "pod-security.kubernetes.io/",
            "pipelines.kubeflow.org/",
            "workflows.argoproj.io/",
            "pipeline/",
            "app.kubernetes.io/managed-by");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Handover() {}

    /**
     * What is put into a pipeline.
     *
     * @param labels labels of each step's pod
     * @param annotations annotations of each step's pod
     * @param hardware the run's hardware class
     */
    record Additions(
            Map<String, String> labels, Map<String, String> annotations, Optional<HardwareClassSpec> hardware) {
        Additions {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /**
     * Who asks for what.
     *
     * @param run id of the run
     * @param name name of the run for people
     * @param experiment id of the experiment
     * @param account account of the run's pods
     */
    record Identity(String run, String name, String experiment, String account) {}

    /** Labels and annotations of the pipeline that it may not set, each with its JSON path; empty when there are none. */
    static List<String> reserved(List<JsonNode> documents) {
        List<String> found = new ArrayList<>();
        if (documents.size() > 1) {
            documents
                    .get(1)
                    .path("platforms")
                    .path("kubernetes")
                    .path("deploymentSpec")
                    .path("executors")
                    .properties()
                    .forEach(executor -> {
                        for (String kind : List.of("labels", "annotations")) {
                            executor.getValue()
                                    .path("podMetadata")
                                    .path(kind)
                                    .properties()
                                    .forEach(entry -> {
                                        if (RESERVED.stream().anyMatch(entry.getKey()::startsWith)) {
                                            found.add("$.platforms.kubernetes.deploymentSpec.executors."
                                                    + executor.getKey() + ".podMetadata." + kind + "['"
                                                    + entry.getKey() + "']");
                                        }
                                    });
                        }
                    });
        }
        return found;
    }

    /** The body of {@code POST /runs}; the documents are not changed. */
    static JsonNode body(
            List<JsonNode> documents, Additions additions, Identity identity, @Nullable JsonNode parameters) {
        ObjectNode spec = documents.get(0).deepCopy();
        ObjectNode platform = documents.size() > 1 ? documents.get(1).deepCopy() : JSON.createObjectNode();
        ObjectNode platformExecutors =
                object(object(object(object(platform, "platforms"), "kubernetes"), "deploymentSpec"), "executors");
        spec.path("deploymentSpec").path("executors").properties().forEach(executor -> {
            if (executor.getValue().path("container") instanceof ObjectNode container) {
                ObjectNode ofPlatform = object(platformExecutors, executor.getKey());
                ObjectNode metadata = object(ofPlatform, "podMetadata");
                new TreeMap<>(additions.labels()).forEach(object(metadata, "labels")::put);
                new TreeMap<>(additions.annotations()).forEach(object(metadata, "annotations")::put);
                additions.hardware().ifPresent(hardware -> {
                    reserve(container, hardware);
                    place(ofPlatform, hardware);
                });
            }
        });
        ObjectNode body = JSON.createObjectNode()
                .put("run_id", identity.run())
                .put("display_name", identity.name())
                .put("experiment_id", identity.experiment())
                .put("service_account", identity.account());
        body.putObject("pipeline_spec").<ObjectNode>set("pipeline_spec", spec).set("platform_spec", platform);
        if (parameters != null && !parameters.isEmpty()) {
            body.putObject("runtime_config").set("parameters", parameters);
        }
        return body;
    }

    /** As the built-in engine does: for each of CPU, memory and devices, what the pipeline says, else the class. */
    private static void reserve(ObjectNode container, HardwareClassSpec hardware) {
        ObjectNode resources = object(container, "resources");
        ComputeResources limits = hardware.limits() == null ? hardware.requests() : hardware.limits();
        if (!has(resources, "cpuLimit", "cpuRequest", "resourceCpuLimit", "resourceCpuRequest")) {
            resources.put("resourceCpuRequest", hardware.requests().cpu()).put("resourceCpuLimit", limits.cpu());
        }
        if (!has(resources, "memoryLimit", "memoryRequest", "resourceMemoryLimit", "resourceMemoryRequest")) {
            resources
                    .put("resourceMemoryRequest", hardware.requests().memory())
                    .put("resourceMemoryLimit", limits.memory());
        }
        Accelerator accelerator = hardware.accelerator();
        if (accelerator != null && !resources.has("accelerator")) {
            resources
                    .putObject("accelerator")
                    .put("resourceType", accelerator.resource())
                    .put("resourceCount", accelerator.count().toString());
        }
    }

    /** Only on nodes of the class: its labels win. */
    private static void place(ObjectNode ofPlatform, HardwareClassSpec hardware) {
        if (hardware.nodeSelector() != null && !hardware.nodeSelector().isEmpty()) {
            ObjectNode labels = object(object(ofPlatform, "nodeSelector"), "labels");
            new TreeMap<>(hardware.nodeSelector()).forEach(labels::put);
        }
        if (hardware.tolerations() != null && !hardware.tolerations().isEmpty()) {
            ArrayNode tolerations = ofPlatform.withArray("tolerations");
            hardware.tolerations().forEach(one -> {
                ObjectNode toleration = tolerations.addObject();
                put(toleration, "key", one.getKey());
                put(toleration, "operator", one.getOperator());
                put(toleration, "value", one.getValue());
                put(toleration, "effect", one.getEffect());
                if (one.getTolerationSeconds() != null) {
                    toleration.put("tolerationSeconds", one.getTolerationSeconds());
                }
            });
        }
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static boolean has(ObjectNode object, String... names) {
        for (String name : names) {
            if (object.has(name)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode found ? found : parent.putObject(name);
    }
}
