package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The native objects of a workspace. Pure. */
final class WorkspaceManifests {
    /** Port of the notebook server. */
    static final int PORT = 8888;

    private static final long GRACE_SECONDS = 10;
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
     * @param kfpAddress where the platform's surface for clients of Kubeflow Pipelines is
     * @param runs whether its pod should be there
     */
    static List<HasMetadata> desired(
            Workspace workspace,
            String team,
            HardwareClassSpec hardware,
            String image,
            String key,
            Optional<String> kfpAddress,
            boolean runs) {
        ObjectMetaBuilder metadata = WorkloadObjects.metadata(
                        workspace, name(workspace), team, workspace.getSpec().owner())
                .edit();
        ObjectMeta volume = metadata.build();
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
                        .withMetadata(metadata.build())
                        .withStringData(Map.of(
                                "token",
                                WorkspaceToken.of(workspace.getMetadata().getUid(), key)))
                        .build(),
                WorkloadObjects.service(workspace, metadata.build(), PORT),
                new StatefulSetBuilder()
                        .withMetadata(metadata.build())
                        .withNewSpec()
                        .withServiceName(name(workspace))
                        .withReplicas(runs ? 1 : 0)
                        .withNewUpdateStrategy()
                        .withType("OnDelete")
                        .endUpdateStrategy()
                        .withNewSelector()
                        .withMatchLabels(Labels.selector(workspace))
                        .endSelector()
                        .withTemplate(pod(workspace, team, hardware, image, kfpAddress))
                        .endSpec()
                        .build());
    }

    private static PodTemplateSpec pod(
            Workspace workspace, String team, HardwareClassSpec hardware, String image, Optional<String> kfpAddress) {
        PodTemplateSpec pod = new PodTemplateSpecBuilder()
                .withMetadata(WorkloadObjects.podMetadata(
                        workspace,
                        team,
                        workspace.getSpec().owner(),
                        workspace.getSpec().hardwareClass()))
                .withSpec(WorkloadObjects.pod(Optional.of(hardware), GRACE_SECONDS)
                        .withContainers(container(workspace, team, hardware, image))
                        .withVolumes(WorkloadObjects.claim("home", name(workspace)), WorkloadObjects.empty("tmp"))
                        .build())
                .build();
        return kfpAddress.map(address -> withKfp(pod, address)).orElse(pod);
    }

    private static PodTemplateSpec withKfp(PodTemplateSpec pod, String address) {
        return pod.edit()
                .editSpec()
                .addNewHostAlias()
                .withIp(address)
                .withHostnames(KfpAccess.HOST)
                .endHostAlias()
                .addToVolumes(KfpAccess.volume())
                .editFirstContainer()
                .addToEnv(WorkloadObjects.env(KfpAccess.TOKEN_PATH_VARIABLE, KfpAccess.FOLDER + "/token"))
                .addToVolumeMounts(WorkloadObjects.mount(KfpAccess.VOLUME, KfpAccess.FOLDER)
                        .edit()
                        .withReadOnly(true)
                        .build())
                .endContainer()
                .endSpec()
                .build();
    }

    private static Container container(Workspace workspace, String team, HardwareClassSpec hardware, String image) {
        String base = "/w/" + team + "/" + workspace.getMetadata().getName() + "/";
        String wanted = Objects.requireNonNullElse(workspace.getSpec().image(), image);
        return WorkloadObjects.server("notebook", wanted, hardware, PORT, base + "api")
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
                .addToEnv(
                        WorkloadObjects.env("HOME", HOME),
                        WorkloadObjects.env("JUPYTER_RUNTIME_DIR", "/tmp/jupyter"),
                        WorkloadObjects.env("TMPDIR", "/tmp"))
                .addNewEnv()
                .withName("JUPYTER_TOKEN")
                .withNewValueFrom()
                .withNewSecretKeyRef("token", name(workspace), false)
                .endValueFrom()
                .endEnv()
                .withVolumeMounts(WorkloadObjects.mount("home", HOME), WorkloadObjects.mount("tmp", "/tmp"))
                .build();
    }
}
