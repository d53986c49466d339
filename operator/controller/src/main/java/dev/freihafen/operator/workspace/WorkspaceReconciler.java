package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ConflictException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Refusals;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
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

    public WorkspaceReconciler(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.client = client;
        this.applier = applier;
        this.config = config;
        this.clock = clock;
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
        String namespace = workspace.getMetadata().getNamespace();
        List<Pod> pods = List.copyOf(context.getSecondaryResources(Pod.class));
        Surroundings around =
                Surroundings.of(client, workspace, workspace.getSpec().hardwareClass());
        Optional<Reason> hindrance = around.hindrance(workspace.getSpec().hardwareClass());
        boolean started = context.getSecondaryResource(StatefulSet.class)
                .map(set -> set.getSpec().getReplicas() > 0)
                .orElse(false);
        Optional<String> refusal = Optional.empty();
        if (around.team().isPresent() && around.hardware().isPresent()) {
            boolean runs = workspace.getSpec().running() && (hindrance.isEmpty() || started);
            String team = around.team().get().getMetadata().getName();
            try {
                applier.apply(WorkspaceManifests.desired(
                        workspace, team, around.hardware().get(), config.image("ml"), config.workspaceKey(), runs));
            } catch (ConflictException conflict) {
                return report(
                        workspace, WorkspaceStatus.State.Failed, new Reason("Conflict", conflict.getMessage()), null);
            }
            if (runs && pods.isEmpty()) {
                refusal = Refusals.latest(client, namespace, "StatefulSet", WorkspaceManifests.name(workspace));
            }
        }
        WorkspaceChecks.Verdict verdict =
                WorkspaceChecks.check(workspace.getSpec().running(), hindrance, pods, refusal);
        String address = verdict.state() == WorkspaceStatus.State.Ready ? address(workspace) : null;
        UpdateControl<Workspace> control = report(workspace, verdict.state(), verdict.reason(), address);
        boolean waits = verdict.state() == WorkspaceStatus.State.Pending && pods.isEmpty();
        return waits ? control.rescheduleAfter(RETRY_REFUSED) : control;
    }

    @Override
    public DeleteControl cleanup(Workspace workspace, Context<Workspace> context) {
        String namespace = workspace.getMetadata().getNamespace();
        var claim = client.persistentVolumeClaims().inNamespace(namespace).withName(WorkspaceManifests.name(workspace));
        PersistentVolumeClaim found = claim.get();
        if (found != null && found.getMetadata().getDeletionTimestamp() == null) {
            if (workspace.getMetadata().getAnnotations() != null
                    && "true".equals(workspace.getMetadata().getAnnotations().get(DELETE_VOLUME))) {
                claim.delete();
            } else {
                String expiry = clock.instant()
                        .plus(config.volumeRetention())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
                claim.edit(kept -> {
                    kept.getMetadata().getAnnotations().put(Labels.EXPIRES_AT, expiry);
                    return kept;
                });
            }
        }
        return DeleteControl.defaultDelete();
    }

    private @Nullable String address(Workspace workspace) {
        Service service = client.services()
                .inNamespace(workspace.getMetadata().getNamespace())
                .withName(WorkspaceManifests.name(workspace))
                .get();
        return service == null ? null : service.getSpec().getClusterIP() + ":" + WorkspaceManifests.PORT;
    }

    private UpdateControl<Workspace> report(
            Workspace workspace, WorkspaceStatus.State state, Reason reason, @Nullable String address) {
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
        if (now.equals(before)) {
            return UpdateControl.noUpdate();
        }
        workspace.setStatus(now);
        return UpdateControl.patchStatus(workspace);
    }
}
