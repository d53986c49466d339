package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.apply.ConflictException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Refusals;
import dev.freihafen.operator.workload.Statuses;
import dev.freihafen.operator.workload.Surroundings;
import dev.freihafen.operator.workload.WorkloadWatch;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a workspace, says why when it does not, and keeps its volume for a while when it is deleted. */
@Singleton
@ControllerConfiguration(name = "workspace", finalizerName = "freihafen.dev/workspace")
public class WorkspaceReconciler implements Reconciler<Workspace>, Cleaner<Workspace> {
    static final String DELETE_VOLUME = "freihafen.dev/delete-volume";
    private static final Duration RETRY_REFUSED = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final OperatorConfig config;
    private final Clock clock;
    private final WorkspaceVolumes volumes;

    public WorkspaceReconciler(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.client = client;
        this.applier = applier;
        this.config = config;
        this.clock = clock;
        this.volumes = new WorkspaceVolumes(client);
    }

    @Override
    public List<EventSource<?, Workspace>> prepareEventSources(EventSourceContext<Workspace> context) {
        return List.of(
                WorkloadWatch.owned(Pod.class, Workspace.class, context),
                WorkloadWatch.owned(StatefulSet.class, Workspace.class, context),
                WorkloadWatch.hardware(
                        Workspace.class, context, one -> one.getSpec().hardwareClass()),
                WorkloadWatch.team(Workspace.class, context));
    }

    @Override
    public UpdateControl<Workspace> reconcile(Workspace workspace, Context<Workspace> context) {
        List<Pod> pods = context.getSecondaryResources(Pod.class).stream()
                .filter(pod -> Labels.isOf(pod, workspace))
                .toList();
        Optional<StatefulSet> set =
                context.getSecondaryResource(StatefulSet.class).filter(found -> Labels.isOf(found, workspace));
        boolean started = set.map(found -> found.getSpec().getReplicas() > 0).orElse(false);
        Surroundings around =
                Surroundings.of(client, workspace, workspace.getSpec().hardwareClass());
        PersistentVolumeClaim claim = volumes.find(workspace);
        Optional<Reason> volume = KeptVolume.hindrance(claim, workspace);
        Optional<Reason> hindrance =
                around.hindrance(workspace.getSpec().hardwareClass()).or(() -> volume);
        boolean runs = workspace.getSpec().running() && (hindrance.isEmpty() || started);
        if (around.team().isPresent() && around.hardware().isPresent() && volume.isEmpty()) {
            try {
                applier.apply(WorkspaceManifests.desired(
                        workspace,
                        around.team().get().getMetadata().getName(),
                        around.hardware().get(),
                        config.image("ml"),
                        config.workspaceKey(),
                        runs));
            } catch (ApplyException hindered) {
                WorkspaceStatus.State state = hindered instanceof ConflictException
                        ? WorkspaceStatus.State.Failed
                        : WorkspaceStatus.State.Pending;
                return report(workspace, state, hindered.reason(), null, context)
                        .rescheduleAfter(RETRY_REFUSED);
            }
            if (KeptVolume.isKept(claim)) {
                volumes.restore(workspace);
            }
        } else if (started && !runs) {
            set.ifPresent(this::stop);
        }
        WorkspaceChecks.Verdict verdict = WorkspaceChecks.check(
                workspace.getSpec().running(),
                hindrance,
                set,
                pods,
                runs ? refusal(workspace, pods) : Optional.empty());
        String address = verdict.state() == WorkspaceStatus.State.Ready ? address(workspace) : null;
        UpdateControl<Workspace> control = report(workspace, verdict.state(), verdict.reason(), address, context);
        boolean waits = verdict.state() == WorkspaceStatus.State.Pending && pods.isEmpty();
        return waits ? control.rescheduleAfter(RETRY_REFUSED) : control;
    }

    @Override
    public DeleteControl cleanup(Workspace workspace, Context<Workspace> context) {
        Map<String, String> annotations = workspace.getMetadata().getAnnotations();
        if (annotations != null && "true".equals(annotations.get(DELETE_VOLUME))) {
            volumes.delete(workspace);
        } else {
            volumes.keepUntil(workspace, clock.instant().plus(config.volumeRetention()));
        }
        return DeleteControl.defaultDelete();
    }

    /** Stops it even when its hardware class is gone, without which nothing else can be written. */
    private void stop(StatefulSet set) {
        client.resource(set).edit(found -> {
            found.getSpec().setReplicas(0);
            return found;
        });
    }

    private Optional<String> refusal(Workspace workspace, List<Pod> pods) {
        return pods.isEmpty()
                ? Refusals.latest(
                        client,
                        workspace.getMetadata().getNamespace(),
                        "StatefulSet",
                        WorkspaceManifests.name(workspace))
                : Optional.empty();
    }

    private @Nullable String address(Workspace workspace) {
        Service service = client.services()
                .inNamespace(workspace.getMetadata().getNamespace())
                .withName(WorkspaceManifests.name(workspace))
                .get();
        return service == null ? null : service.getSpec().getClusterIP() + ":" + WorkspaceManifests.PORT;
    }

    private UpdateControl<Workspace> report(
            Workspace workspace,
            WorkspaceStatus.State state,
            Reason reason,
            @Nullable String address,
            Context<Workspace> context) {
        WorkspaceStatus before = workspace.getStatus();
        Long generation = workspace.getMetadata().getGeneration();
        WorkspaceStatus now = new WorkspaceStatus(
                state,
                reason.code(),
                reason.message(),
                address,
                generation,
                Conditions.ready(
                        state == WorkspaceStatus.State.Ready,
                        reason,
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(workspace, now, context);
        return UpdateControl.noUpdate();
    }
}
