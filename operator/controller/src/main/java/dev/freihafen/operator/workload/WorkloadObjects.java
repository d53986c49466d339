package dev.freihafen.operator.workload;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Optional;

/** What the native objects of all workloads have in common. Pure. */
public final class WorkloadObjects {
    private static final int PROBE_SECONDS = 3;
    private static final int PROBE_FAILURES = 3;

    private WorkloadObjects() {}

    /** Metadata of an object that goes with its workload. */
    public static ObjectMeta metadata(HasMetadata workload, String name, String team, String owner) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(workload.getMetadata().getNamespace())
                .withLabels(Labels.of(workload, team))
                .addToAnnotations(Labels.OWNER, owner)
                .withOwnerReferences(Labels.controller(workload))
                .build();
    }

    /** Metadata of the pods that a controller of the cluster makes for a workload. */
    public static ObjectMeta podMetadata(HasMetadata workload, String team, String owner, String hardwareClass) {
        return new ObjectMetaBuilder()
                .withLabels(Labels.of(workload, team))
                .addToLabels(Labels.HARDWARE_CLASS, hardwareClass)
                .addToAnnotations(Labels.OWNER, owner)
                .build();
    }

    /** A pod that the level {@code restricted} admits, without a token of the cluster, on nodes of the hardware class. */
    public static PodSpecBuilder pod(Optional<HardwareClassSpec> hardware, long graceSeconds) {
        return new PodSpecBuilder()
                .withServiceAccountName("workload")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(graceSeconds)
                .withSecurityContext(RestrictedPod.podSecurity())
                .withNodeSelector(hardware.map(HardwareClassSpec::nodeSelector).orElse(null))
                .withTolerations(hardware.map(HardwareClassSpec::tolerations).orElse(null));
    }

    /** A Service in front of the workload's pods. */
    public static Service service(HasMetadata workload, ObjectMeta metadata, int port) {
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withSelector(Labels.selector(workload))
                .addNewPort()
                .withName("http")
                .withPort(port)
                .withTargetPort(new IntOrString(port))
                .endPort()
                .endSpec()
                .build();
    }

    /**
     * A container that serves HTTP and has the whole of the hardware class.
     *
     * @param ready path that answers once it is ready
     */
    public static ContainerBuilder server(
            String name, String image, HardwareClassSpec hardware, int port, String ready) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .addNewPort()
                .withName("http")
                .withContainerPort(port)
                .endPort()
                .withReadinessProbe(answers(ready, port))
                .withResources(RestrictedPod.resources(hardware))
                .withSecurityContext(RestrictedPod.containerSecurity());
    }

    private static Probe answers(String path, int port) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(port))
                .endHttpGet()
                .withPeriodSeconds(PROBE_SECONDS)
                .withTimeoutSeconds(PROBE_SECONDS)
                .withFailureThreshold(PROBE_FAILURES)
                .build();
    }

    /** An empty folder of the pod's own. */
    public static Volume empty(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withEmptyDir(new EmptyDirVolumeSource())
                .build();
    }

    /** A volume of the team's. */
    public static Volume claim(String name, String claim) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build();
    }

    /** Where a container sees a volume. */
    public static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    /** An environment variable. */
    public static EnvVar env(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
