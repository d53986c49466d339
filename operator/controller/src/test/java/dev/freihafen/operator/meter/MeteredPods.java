package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes pods and lets them live, in place of a scheduler and a kubelet. */
record MeteredPods(KubernetesClient client) {
    static final String NODE = "meter-node";

    void namespace(String name, Map<String, String> labels, Map<String, String> annotations) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("workload")
                        .withNamespace(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** A step's pod of 250m and 128Mi on the node, with the meter's finalizer. */
    Pod step(String namespace, String name) {
        return client.resource(desired(namespace, name)).create();
    }

    /** The same on another node. */
    Pod stepOn(String node, String namespace, String name) {
        return client.resource(desired(namespace, name)
                        .edit()
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .build())
                .create();
    }

    /** The same with a device of a hardware class. */
    Pod accelerated(String namespace, String name, String hardwareClass, String device) {
        return client.resource(desired(namespace, name)
                        .edit()
                        .editMetadata()
                        .addToLabels("freihafen.dev/hardware-class", hardwareClass)
                        .endMetadata()
                        .editSpec()
                        .editFirstContainer()
                        .editResources()
                        .addToRequests(device, new Quantity("1"))
                        .addToLimits(device, new Quantity("1"))
                        .endResources()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** A pod with which Kubeflow Pipelines drives a run. */
    Pod kubeflowDriver(String namespace, String name, String run) {
        Pod driver = desired(namespace, name);
        driver.getMetadata().setLabels(Map.of("pipeline/runid", run));
        driver.getMetadata()
                .setAnnotations(Map.of(
                        "pipelines.kubeflow.org/runtime-role", "driver",
                        "workflows.argoproj.io/node-name", "w.root-driver"));
        driver.getMetadata().setFinalizers(null);
        return client.resource(driver).create();
    }

    private static Pod desired(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", "freihafen")
                .addToLabels("freihafen.dev/workload-kind", "PipelineRun")
                .addToLabels("freihafen.dev/workload", "run-1")
                .addToAnnotations("freihafen.dev/task-path", "loop-0/train")
                .addToAnnotations("freihafen.dev/owner", "scientist")
                .addToFinalizers(PodRelease.FINALIZER)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("workload")
                .withNodeName(NODE)
                .withRestartPolicy("Never")
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("step")
                .withImage("an-image")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("250m"), "memory", new Quantity("128Mi")))
                .withLimits(Map.of("cpu", new Quantity("1"), "memory", new Quantity("128Mi")))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }

    void run(Pod pod, Instant scheduled) {
        status(pod, status("Running", scheduled).build());
    }

    /** It ends well, and its wrapper says so. */
    void finish(Pod pod, Instant scheduled, Instant finished) {
        status(
                pod,
                status("Succeeded", scheduled)
                        .withContainerStatuses(new ContainerStatusBuilder()
                                .withName("step")
                                .withImage("an-image")
                                .withImageID("an-image")
                                .withReady(false)
                                .withRestartCount(0)
                                .withNewState()
                                .withNewTerminated()
                                .withExitCode(0)
                                .withMessage("{\"v\":1,\"exit\":0}")
                                .withFinishedAt(finished.toString())
                                .endTerminated()
                                .endState()
                                .build())
                        .build());
    }

    private void status(Pod pod, PodStatus status) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(current -> {
                    current.setStatus(status);
                    return current;
                });
    }

    private static PodStatusBuilder status(String phase, Instant scheduled) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withConditions(List.of(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("True")
                        .withLastTransitionTime(scheduled.toString())
                        .build()));
    }
}
