package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.PodFacts;
import dev.freihafen.operator.outbox.Outbox;
import dev.freihafen.operator.workload.WorkloadWatch;
import io.fabric8.kubernetes.api.model.Pod;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Carries a run forward, so that an operator that dies at any moment, or two that believe they lead, run no step twice; and
 * keeps what has ended until its history is told.
 */
@Singleton
@ControllerConfiguration(name = "pipeline-run", finalizerName = "freihafen.dev/pipeline-run")
public class PipelineRunReconciler implements Reconciler<PipelineRun>, Cleaner<PipelineRun> {
    private static final Logger LOG = Logger.getLogger(PipelineRunReconciler.class);
    private static final Duration LOST = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final RunMove move;
    private final RunEnd end;
    private final RunPods runPods;
    private final Clock clock;

    public PipelineRunReconciler(
            KubernetesClient client, ManifestApplier applier, OperatorConfig config, Outbox outbox, Clock clock) {
        StepLogs logs = new StepLogs(client, outbox);
        this.client = client;
        this.move = new RunMove(client, applier, config, outbox, logs, clock);
        this.end = new RunEnd(client, config, outbox, logs, clock);
        this.runPods = new RunPods(client);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, PipelineRun>> prepareEventSources(EventSourceContext<PipelineRun> context) {
        return List.of(
                WorkloadWatch.owned(Pod.class, PipelineRun.class, context),
                WorkloadWatch.hardware(
                        PipelineRun.class,
                        context,
                        run -> Objects.requireNonNullElse(run.getSpec().hardwareClass(), "")),
                WorkloadWatch.team(PipelineRun.class, context));
    }

    @Override
    public UpdateControl<PipelineRun> reconcile(PipelineRun run, Context<PipelineRun> context) {
        List<PodFacts> pods = runPods.of(run, context.getSecondaryResources(Pod.class));
        if (isTerminal(run)) {
            boolean settled = end.settle(run, pods);
            Duration left = end.left(run);
            if (!left.isPositive()) {
                client.resource(run).delete();
                return UpdateControl.noUpdate();
            }
            return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(settled ? left : RunMove.UNSETTLED);
        }
        Duration again = move.move(run, pods, run.getSpec().cancelRequested());
        UpdateControl<PipelineRun> control = UpdateControl.noUpdate();
        return again == null ? control : control.rescheduleAfter(again);
    }

    @Override
    public DeleteControl cleanup(PipelineRun run, Context<PipelineRun> context) {
        List<PodFacts> pods = runPods.of(run, context.getSecondaryResources(Pod.class));
        if (!isTerminal(run)) {
            Duration again = move.move(run, pods, true);
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(again == null ? RunMove.UNSETTLED : again);
        }
        boolean lost = Instant.parse(run.getMetadata().getDeletionTimestamp())
                .plus(LOST)
                .isBefore(clock.instant());
        boolean settled = end.settle(run, pods);
        if (!settled && !lost) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(RunMove.UNSETTLED);
        }
        if (!settled) {
            LOG.errorf(
                    "run %s goes though the platform API has not acknowledged its end for %s: its last events are lost",
                    run.getMetadata().getName(), LOST);
        }
        return DeleteControl.defaultDelete();
    }

    private static boolean isTerminal(PipelineRun run) {
        return run.getStatus() != null
                && run.getStatus().state() != null
                && run.getStatus().state().isTerminal();
    }
}
