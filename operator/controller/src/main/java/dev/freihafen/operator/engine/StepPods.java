package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.RestrictedPod;
import dev.freihafen.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Pods and the volume of a run. Pure. */
public final class StepPods {
    /** Keeps a step's pod until its usage was acknowledged; the meter takes it away. */
    public static final String FINALIZER = "freihafen.dev/meter";

    static final String CONTAINER = "step";
    static final String TASK_PATH = "freihafen.dev/task-path";
    static final String ATTEMPT = "freihafen.dev/attempt";
    /** Label with the run's id; the run's pods are watched by it. */
    public static final String RUN = "freihafen.dev/run";

    private static final long GRACE_SECONDS = 10;
    private static final String STEP = "freihafen.dev/step";
    private static final String TOOLS = "/freihafen/bin";

    private StepPods() {}

    /** Surroundings of a run's pods. */
    public record Settings(
            String team,
            String wrapperImage,
            Optional<HardwareClassSpec> hardware,
            String volumeSize,
            Optional<ArtifactStore> store) {}

    /** The run's volume; it goes with the run. */
    public static PersistentVolumeClaim volume(PipelineRun run, Settings settings) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(run, StepNames.volume(run.getMetadata().getName()), settings))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity(settings.volumeSize()))
                .endResources()
                .endSpec()
                .build();
    }

    /** The pod of an order. */
    public static Pod pod(PipelineRun run, StepOrder order, Settings settings) {
        ObjectMeta metadata = metadata(run, order.podName(), settings);
        metadata.getLabels().put(RUN, run.getMetadata().getName());
        metadata.getLabels().put(STEP, StepNames.hash(order.path()));
        metadata.getLabels().put(ATTEMPT, Integer.toString(order.attempt()));
        metadata.getAnnotations().put(TASK_PATH, order.path());
        metadata.setFinalizers(List.of(FINALIZER));
        List<Volume> volumes = new ArrayList<>();
        volumes.add(WorkloadObjects.empty("tools"));
        volumes.add(WorkloadObjects.empty("tmp"));
        volumes.add(
                settings.store().isPresent()
                        ? WorkloadObjects.empty("run")
                        : WorkloadObjects.claim(
                                "run", StepNames.volume(run.getMetadata().getName())));
        settings.store().ifPresent(store -> volumes.add(WorkloadObjects.empty("objects")));
        if (order instanceof StepOrder.Publish) {
            volumes.add(WorkloadObjects.claim("models", "models"));
        }
        return new PodBuilder()
                .withMetadata(metadata)
                .withSpec(WorkloadObjects.pod(settings.hardware(), GRACE_SECONDS)
                        .withRestartPolicy("Never")
                        .withInitContainers(copyTools(settings))
                        .withContainers(container(order, settings))
                        .withVolumes(volumes)
                        .build())
                .build();
    }

    private static Container copyTools(Settings settings) {
        return new ContainerBuilder()
                .withName("tools")
                .withImage(settings.wrapperImage())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("/step", "copy", TOOLS)
                .withSecurityContext(RestrictedPod.containerSecurity())
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("16Mi"))
                .addToLimits("memory", new Quantity("64Mi"))
                .addToLimits("cpu", new Quantity("1"))
                .endResources()
                .withVolumeMounts(WorkloadObjects.mount("tools", TOOLS))
                .build();
    }

    private static Container container(StepOrder order, Settings settings) {
        ContainerBuilder container = new ContainerBuilder()
                .withName(CONTAINER)
                .withImagePullPolicy("IfNotPresent")
                .withTerminationMessagePath("/dev/termination-log")
                .withSecurityContext(RestrictedPod.containerSecurity())
                .withEnv(WorkloadObjects.env("HOME", "/tmp"), WorkloadObjects.env("TMPDIR", "/tmp"))
                .withVolumeMounts(
                        WorkloadObjects.mount("tools", TOOLS)
                                .edit()
                                .withReadOnly(true)
                                .build(),
                        WorkloadObjects.mount("tmp", "/tmp"),
                        WorkloadObjects.mount("run", Instruction.VOLUME));
        settings.store()
                .ifPresent(store -> container
                        .addToEnv(
                                WorkloadObjects.env(
                                        "FREIHAFEN_S3_ENDPOINT",
                                        store.endpoint().toString()),
                                WorkloadObjects.env("FREIHAFEN_S3_REGION", store.region()),
                                key("AWS_ACCESS_KEY_ID"),
                                key("AWS_SECRET_ACCESS_KEY"))
                        .addToVolumeMounts(WorkloadObjects.mount("objects", ArtifactStore.FOLDER)));
        return switch (order) {
            case StepOrder.Task task ->
                container
                        .withImage(Inputs.substitute(
                                Objects.requireNonNull(task.container().image()), task.parameters()))
                        .withCommand(TOOLS + "/step", "run")
                        .addToEnv(WorkloadObjects.env(
                                "FREIHAFEN_STEP", literal(task.instruction().toString())))
                        .withResources(StepResources.of(task.container(), task.parameters(), settings.hardware()))
                        .build();
            case StepOrder.Publish publish ->
                container
                        .withImage(settings.wrapperImage())
                        .withCommand(publishCommand(publish))
                        .addToVolumeMounts(WorkloadObjects.mount("models", Models.VOLUME))
                        .build();
        };
    }

    private static EnvVar key(String name) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(name, ArtifactStore.SECRET, false)
                .endValueFrom()
                .build();
    }

    /** Kubernetes reads {@code $(NAME)} and {@code $$} in a value; a doubled dollar is a dollar. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    private static List<String> publishCommand(StepOrder.Publish publish) {
        List<String> command = new ArrayList<>(List.of(TOOLS + "/step", "publish"));
        command.addAll(publish.copies());
        return command;
    }

    private static ObjectMeta metadata(PipelineRun run, String name, Settings settings) {
        ObjectMeta metadata = WorkloadObjects.metadata(
                run, name, settings.team(), run.getSpec().owner());
        if (run.getSpec().hardwareClass() != null) {
            metadata.getLabels().put(Labels.HARDWARE_CLASS, run.getSpec().hardwareClass());
        }
        return metadata;
    }
}
