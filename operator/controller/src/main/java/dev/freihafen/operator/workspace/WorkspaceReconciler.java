package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.apply.ConflictException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Statuses;
import dev.freihafen.operator.workload.Surroundings;
import dev.freihafen.operator.workload.WorkloadWatch;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
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

/** Runs a workspace, says why when it does not, and keeps its volume for a while when it is deleted. */
@Singleton
@ControllerConfiguration(name = "workspace", finalizerName = "freihafen.dev/workspace", retry = UntilItSucceeds.class)
public class WorkspaceReconciler implements Reconciler<Workspace>, Cleaner<Workspace> {
    static final String DELETE_VOLUME = "freihafen.dev/delete-volume";
    private static final Duration RETRY_REFUSED = Duration.ofSeconds(10);

    private final OperatorConfig config;
    private final Clock clock;
    private final WorkspaceObjects objects;
    private final WorkspaceVolumes volumes;
    private final KubernetesClient client;

    public WorkspaceReconciler(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.client = client;
        this.config = config;
        this.clock = clock;
        this.objects = new WorkspaceObjects(client, applier, config);
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
        Optional<Reason> hindrance = around.ending()
                .or(() -> around.hindrance(workspace.getSpec().hardwareClass()))
                .or(() -> volume);
        boolean runs = workspace.getSpec().running() && (hindrance.isEmpty() || started);
        boolean exists = set.isPresent();
        if (around.team().isPresent()
                && around.hardware().isPresent()
                && volume.isEmpty()
                && (hindrance.isEmpty() || exists)) {
            try {
                objects.apply(workspace, around.team().get(), around.hardware().get(), runs);
            } catch (ApplyException hindered) {
                WorkspaceStatus.State state = hindered instanceof ConflictException
                        ? WorkspaceStatus.State.Failed
                        : WorkspaceStatus.State.Pending;
                report(workspace, new WorkspaceChecks.Verdict(state, hindered.reason()), context);
                return UpdateControl.<Workspace>noUpdate().rescheduleAfter(RETRY_REFUSED);
            }
            if (KeptVolume.isKept(claim)) {
                volumes.restore(workspace);
            }
        } else if (started && !runs) {
            set.ifPresent(objects::stop);
        }
        WorkspaceChecks.Verdict verdict = WorkspaceChecks.check(
                workspace.getSpec().running(),
                hindrance,
                set,
                pods,
                runs && pods.isEmpty() ? objects.refusal(workspace) : Optional.empty());
        report(workspace, verdict, context);
        boolean waits = verdict.state() == WorkspaceStatus.State.Pending && pods.isEmpty();
        UpdateControl<Workspace> control = UpdateControl.noUpdate();
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

    private void report(Workspace workspace, WorkspaceChecks.Verdict verdict, Context<Workspace> context) {
        WorkspaceStatus before = workspace.getStatus();
        Long generation = workspace.getMetadata().getGeneration();
        boolean ready = verdict.state() == WorkspaceStatus.State.Ready;
        WorkspaceStatus now = new WorkspaceStatus(
                verdict.state(),
                verdict.reason().code(),
                verdict.reason().message(),
                ready ? objects.address(workspace).orElse(null) : null,
                generation,
                Conditions.ready(
                        ready,
                        verdict.reason(),
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(workspace, now, context);
    }
}
