package dev.freihafen.operator;

import static dev.freihafen.operator.Eventually.eventually;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.ir.Ir;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The namespace of the one team whose whole life is told, and what its people and the cluster's controllers do there. */
final class WholeTeam {
    static final String NAMESPACE = "team-whole";

    private WholeTeam() {}

    /** A client that may do everything. */
    static KubernetesClient admin() {
        return AuditedCluster.admin();
    }

    /** Pods of all its runs. */
    static List<Pod> stepPods() {
        return admin().pods()
                .inNamespace(NAMESPACE)
                .withLabel("freihafen.dev/run")
                .list()
                .getItems();
    }

    static List<HorizontalPodAutoscaler> autoscalers() {
        return admin().autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    static StatefulSet set(String workspace) {
        return admin().apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + workspace)
                .get();
    }

    /** Changes the object as it is now; tries again when somebody else was faster. */
    static <T extends HasMetadata> void edit(Resource<T> resource, Consumer<T> change) {
        eventually(
                () -> {
                    T found = resource.get();
                    change.accept(found);
                    try {
                        admin().resource(found).update();
                        return true;
                    } catch (KubernetesClientException conflict) {
                        if (conflict.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                            return false;
                        }
                        throw conflict;
                    }
                },
                done -> done);
    }

    static <T extends HasMetadata> Resource<T> work(Class<T> kind, String name) {
        return admin().resources(kind).inNamespace(NAMESPACE).withName(name);
    }

    /** The node is ready, with so many cores. */
    static void capacity(String cores) {
        admin().nodes().withName("whole-node").editStatus(node -> {
            node.setStatus(new NodeStatusBuilder()
                    .withCapacity(Map.of("cpu", new Quantity(cores)))
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .withReason("Test")
                    .withMessage("test")
                    .withLastTransitionTime("2026-09-01T00:00:00Z")
                    .endCondition()
                    .build());
            return node;
        });
    }

    static void apply(String yaml) {
        for (HasMetadata object : admin().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            admin().resource(object).create();
        }
    }

    /** Does what the controller of quotas does first; without it every pod is refused. */
    static void countQuota() {
        admin().resourceQuotas()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(quota -> admin().resource(quota).editStatus(found -> {
                    found.setStatus(new ResourceQuotaStatusBuilder()
                            .withHard(found.getSpec().getHard())
                            .withUsed(found.getSpec().getHard().keySet().stream()
                                    .collect(Collectors.toMap(name -> name, name -> new Quantity("0"))))
                            .build());
                    return found;
                }));
    }

    static PipelineRun submit(boolean cancel) throws IOException {
        String ir = Files.readString(Path.of("../../deploy/examples/engine/sleeper.yaml"));
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(UUID.randomUUID().toString())
                .withNamespace(NAMESPACE)
                .build());
        run.setSpec(new PipelineRunSpec(
                "sleeper",
                Ir.parse(ir).digest(),
                ir,
                null,
                PipelineRunSpec.Engine.BuiltIn,
                "whole-small",
                null,
                cancel,
                "scientist",
                1,
                null,
                0,
                null));
        return admin().resource(run).create();
    }
}
