package dev.freihafen.operator.endpoint;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.RestrictedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The native objects of an endpoint that a Deployment of MLServer serves. Pure. */
final class EndpointManifests {
    /** Port of the Open Inference Protocol. */
    static final int PORT = 8080;

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
        objects.add(new ServiceBuilder()
                .withMetadata(metadata(endpoint, team))
                .withNewSpec()
                .withSelector(Labels.selector(endpoint))
                .addNewPort()
                .withName("http")
                .withPort(PORT)
                .withTargetPort(new IntOrString(PORT))
                .endPort()
                .endSpec()
                .build());
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
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withLabels(Labels.of(endpoint, team))
                .addToLabels(Labels.HARDWARE_CLASS, endpoint.getSpec().hardwareClass())
                .addToAnnotations(Labels.OWNER, endpoint.getSpec().owner())
                .build();
        return new PodTemplateSpecBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withServiceAccountName("workload")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(20L)
                .withSecurityContext(RestrictedPod.podSecurity())
                .withNodeSelector(hardware.nodeSelector())
                .withTolerations(hardware.tolerations())
                .withContainers(container(endpoint, hardware, image))
                .withVolumes(
                        new VolumeBuilder()
                                .withName("models")
                                .withNewPersistentVolumeClaim("models", false)
                                .build(),
                        new VolumeBuilder()
                                .withName("tmp")
                                .withEmptyDir(new EmptyDirVolumeSource())
                                .build())
                .endSpec()
                .build();
    }

    private static Container container(ModelEndpoint endpoint, HardwareClassSpec hardware, String image) {
        ServedModel model = endpoint.getSpec().model();
        return new ContainerBuilder()
                .withName("server")
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("mlserver", "start", "/tmp")
                .withWorkingDir("/tmp")
                .withEnv(
                        env("HOME", "/tmp"),
                        env("TMPDIR", "/tmp"),
                        env("MLSERVER_HOST", "0.0.0.0"),
                        env("MLSERVER_HTTP_PORT", Integer.toString(PORT)),
                        env("MLSERVER_GRPC_PORT", "8081"),
                        env("MLSERVER_METRICS_PORT", "8082"),
                        env("MLSERVER_PARALLEL_WORKERS", "0"),
                        env("MLSERVER_MODEL_NAME", model.name()),
                        env("MLSERVER_MODEL_URI", MODEL),
                        env("MLSERVER_MODEL_IMPLEMENTATION", implementation(model.format())))
                .addNewPort()
                .withName("http")
                .withContainerPort(PORT)
                .endPort()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/v2/models/" + model.name() + "/ready")
                .withPort(new IntOrString(PORT))
                .endHttpGet()
                .withPeriodSeconds(3)
                .withTimeoutSeconds(3)
                .withFailureThreshold(3)
                .endReadinessProbe()
                .withResources(RestrictedPod.resources(hardware))
                .withSecurityContext(RestrictedPod.containerSecurity())
                .addNewVolumeMount()
                .withName("models")
                .withMountPath(MODEL)
                .withSubPath(model.uri().substring(VOLUME.length()))
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private static String implementation(ServedModel.Format format) {
        return switch (format) {
            case sklearn -> "mlserver_sklearn.SKLearnModel";
        };
    }

    private static EnvVar env(String name, String value) {
        return new EnvVar(name, value, null);
    }

    private static ObjectMeta metadata(ModelEndpoint endpoint, String team) {
        return new ObjectMetaBuilder()
                .withName(name(endpoint))
                .withNamespace(endpoint.getMetadata().getNamespace())
                .withLabels(Labels.of(endpoint, team))
                .addToAnnotations(Labels.OWNER, endpoint.getSpec().owner())
                .withOwnerReferences(Labels.controller(endpoint))
                .build();
    }
}
