package dev.freihafen.operator.endpoint;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The native objects of an endpoint that a Deployment of MLServer serves. Pure. */
final class EndpointManifests {
    /** Port of the Open Inference Protocol. */
    static final int PORT = 8080;

    private static final long GRACE_SECONDS = 20;
    private static final String MODEL = "/mnt/model";
    private static final String VOLUME = "pvc://models/";
    private static final int TARGET_CPU_PERCENT = 70;

    private EndpointManifests() {}

    /** Name of all its objects. */
    static String name(ModelEndpoint endpoint) {
        return "endpoint-" + endpoint.getMetadata().getName();
    }

    static Replicas replicas(ModelEndpoint endpoint) {
        return Objects.requireNonNullElse(endpoint.getSpec().replicas(), new Replicas(1, 1));
    }

    /** All objects; an autoscaler only where there is something to scale. */
    static List<HasMetadata> desired(ModelEndpoint endpoint, String team, HardwareClassSpec hardware, String image) {
        Replicas replicas = replicas(endpoint);
        boolean scales = replicas.max() > replicas.min();
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(WorkloadObjects.service(endpoint, metadata(endpoint, team), PORT));
        objects.add(new DeploymentBuilder()
                .withMetadata(metadata(endpoint, team))
                .editMetadata()
                .addToAnnotations(StartedHardware.annotations(endpoint, hardware))
                .endMetadata()
                .withNewSpec()
                .withReplicas(scales ? null : replicas.min())
                .withNewSelector()
                .withMatchLabels(Labels.selector(endpoint))
                .endSelector()
                .withTemplate(pod(endpoint, team, hardware, image))
                .endSpec()
                .build());
        if (scales) {
            objects.add(new HorizontalPodAutoscalerBuilder()
                    .withMetadata(metadata(endpoint, team))
                    .withNewSpec()
                    .withNewScaleTargetRef("apps/v1", "Deployment", name(endpoint))
                    .withMinReplicas(replicas.min())
                    .withMaxReplicas(replicas.max())
                    .addNewMetric()
                    .withType("Resource")
                    .withNewResource()
                    .withName("cpu")
                    .withNewTarget()
                    .withType("Utilization")
                    .withAverageUtilization(TARGET_CPU_PERCENT)
                    .endTarget()
                    .endResource()
                    .endMetric()
                    .endSpec()
                    .build());
        }
        return List.copyOf(objects);
    }

    private static PodTemplateSpec pod(ModelEndpoint endpoint, String team, HardwareClassSpec hardware, String image) {
        return new PodTemplateSpecBuilder()
                .withMetadata(WorkloadObjects.podMetadata(
                        endpoint,
                        team,
                        endpoint.getSpec().owner(),
                        endpoint.getSpec().hardwareClass()))
                .withSpec(WorkloadObjects.pod(Optional.of(hardware), GRACE_SECONDS)
                        .withContainers(container(endpoint, hardware, image))
                        .withVolumes(WorkloadObjects.claim("models", "models"), WorkloadObjects.empty("tmp"))
                        .build())
                .build();
    }

    private static Container container(ModelEndpoint endpoint, HardwareClassSpec hardware, String image) {
        ServedModel model = endpoint.getSpec().model();
        return WorkloadObjects.server("server", image, hardware, PORT, "/v2/models/" + model.name() + "/ready")
                .withCommand("mlserver", "start", "/tmp")
                .withWorkingDir("/tmp")
                .withEnv(
                        WorkloadObjects.env("HOME", "/tmp"),
                        WorkloadObjects.env("TMPDIR", "/tmp"),
                        WorkloadObjects.env("MLSERVER_HOST", "0.0.0.0"),
                        WorkloadObjects.env("MLSERVER_HTTP_PORT", Integer.toString(PORT)),
                        WorkloadObjects.env("MLSERVER_GRPC_PORT", "8081"),
                        WorkloadObjects.env("MLSERVER_METRICS_PORT", "8082"),
                        WorkloadObjects.env("MLSERVER_PARALLEL_WORKERS", "0"),
                        WorkloadObjects.env("MLSERVER_MODEL_NAME", model.name()),
                        WorkloadObjects.env("MLSERVER_MODEL_URI", MODEL),
                        WorkloadObjects.env("MLSERVER_MODEL_IMPLEMENTATION", implementation(model.format())))
                .withVolumeMounts(
                        WorkloadObjects.mount("models", MODEL)
                                .edit()
                                .withSubPath(model.uri().substring(VOLUME.length()))
                                .withReadOnly(true)
                                .build(),
                        WorkloadObjects.mount("tmp", "/tmp"))
                .build();
    }

    private static String implementation(ServedModel.Format format) {
        return switch (format) {
            case sklearn -> "mlserver_sklearn.SKLearnModel";
        };
    }

    private static ObjectMeta metadata(ModelEndpoint endpoint, String team) {
        return WorkloadObjects.metadata(
                endpoint, name(endpoint), team, endpoint.getSpec().owner());
    }
}
