package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.RestrictedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The native objects of a workspace. Pure. */
final class WorkspaceManifests {
    /** Port of the notebook server. */
    static final int PORT = 8888;

    private static final String HOME = "/home/jovyan";

    private WorkspaceManifests() {}

    /** Name of all its objects. */
    static String name(Workspace workspace) {
        return "workspace-" + workspace.getMetadata().getName();
    }

    /**
     * All objects; the volume first.
     *
     * @param image used where the workspace names none
     * @param runs whether its pod should be there
     */
    static List<HasMetadata> desired(
            Workspace workspace, String team, HardwareClassSpec hardware, String image, String key, boolean runs) {
        ObjectMeta volume = metadata(workspace, team);
        volume.setOwnerReferences(List.of());
        return List.of(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(volume)
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .addToRequests(
                                "storage", new Quantity(workspace.getSpec().storage()))
                        .endResources()
                        .endSpec()
                        .build(),
                new SecretBuilder()
                        .withMetadata(metadata(workspace, team))
                        .withStringData(Map.of(
                                "token",
                                WorkspaceToken.of(workspace.getMetadata().getUid(), key)))
                        .build(),
                new ServiceBuilder()
                        .withMetadata(metadata(workspace, team))
                        .withNewSpec()
                        .withSelector(Labels.selector(workspace))
                        .addNewPort()
                        .withName("http")
                        .withPort(PORT)
                        .withTargetPort(new IntOrString(PORT))
                        .endPort()
                        .endSpec()
                        .build(),
                new StatefulSetBuilder()
                        .withMetadata(metadata(workspace, team))
                        .withNewSpec()
                        .withServiceName(name(workspace))
                        .withReplicas(runs ? 1 : 0)
                        .withNewUpdateStrategy()
                        .withType("OnDelete")
                        .endUpdateStrategy()
                        .withNewSelector()
                        .withMatchLabels(Labels.selector(workspace))
                        .endSelector()
                        .withTemplate(pod(workspace, team, hardware, image))
                        .endSpec()
                        .build());
    }

    private static PodTemplateSpec pod(Workspace workspace, String team, HardwareClassSpec hardware, String image) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withLabels(Labels.of(workspace, team))
                .addToLabels(Labels.HARDWARE_CLASS, workspace.getSpec().hardwareClass())
                .addToAnnotations(Labels.OWNER, workspace.getSpec().owner())
                .build();
        return new PodTemplateSpecBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withServiceAccountName("workload")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(10L)
                .withSecurityContext(RestrictedPod.podSecurity())
                .withNodeSelector(hardware.nodeSelector())
                .withTolerations(hardware.tolerations())
                .withContainers(container(workspace, team, hardware, image))
                .withVolumes(
                        new VolumeBuilder()
                                .withName("home")
                                .withNewPersistentVolumeClaim()
                                .withClaimName(name(workspace))
                                .endPersistentVolumeClaim()
                                .build(),
                        new VolumeBuilder()
                                .withName("tmp")
                                .withEmptyDir(new EmptyDirVolumeSource())
                                .build())
                .endSpec()
                .build();
    }

    private static Container container(Workspace workspace, String team, HardwareClassSpec hardware, String image) {
        String base = "/w/" + team + "/" + workspace.getMetadata().getName() + "/";
        return new ContainerBuilder()
                .withName("notebook")
                .withImage(Objects.requireNonNullElse(workspace.getSpec().image(), image))
                .withImagePullPolicy("IfNotPresent")
                .withCommand("jupyter", "lab")
                .withArgs(
                        "--ip=0.0.0.0",
                        "--port=" + PORT,
                        "--no-browser",
                        "--ServerApp.base_url=" + base,
                        "--ServerApp.root_dir=" + HOME,
                        "--ServerApp.allow_remote_access=True",
                        "--ServerApp.port_retries=0",
                        "--LabApp.extension_manager=readonly",
                        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                        "--LabApp.news_url=None")
                .addNewEnv()
                .withName("HOME")
                .withValue(HOME)
                .endEnv()
                .addNewEnv()
                .withName("JUPYTER_RUNTIME_DIR")
                .withValue("/tmp/jupyter")
                .endEnv()
                .addNewEnv()
                .withName("TMPDIR")
                .withValue("/tmp")
                .endEnv()
                .addNewEnv()
                .withName("JUPYTER_TOKEN")
                .withNewValueFrom()
                .withNewSecretKeyRef("token", name(workspace), false)
                .endValueFrom()
                .endEnv()
                .addNewPort()
                .withName("http")
                .withContainerPort(PORT)
                .endPort()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath(base + "api")
                .withPort(new IntOrString(PORT))
                .endHttpGet()
                .withPeriodSeconds(3)
                .withTimeoutSeconds(3)
                .withFailureThreshold(3)
                .endReadinessProbe()
                .withResources(RestrictedPod.resources(hardware))
                .withSecurityContext(RestrictedPod.containerSecurity())
                .addNewVolumeMount()
                .withName("home")
                .withMountPath(HOME)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private static ObjectMeta metadata(Workspace workspace, String team) {
        return new ObjectMetaBuilder()
                .withName(name(workspace))
                .withNamespace(workspace.getMetadata().getNamespace())
                .withLabels(Labels.of(workspace, team))
                .addToAnnotations(Labels.OWNER, workspace.getSpec().owner())
                .withOwnerReferences(Labels.controller(workspace))
                .build();
    }
}
