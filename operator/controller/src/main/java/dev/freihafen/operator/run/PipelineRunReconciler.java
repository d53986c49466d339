package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.outbox.Outbox;
import dev.freihafen.operator.workload.Surroundings;
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
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries a run forward, so that an operator that dies at any moment, or two that believe they lead, run no step twice; and
 * keeps what has ended until its history is told.
 */
@Singleton
@ControllerConfiguration(
        name = "pipeline-run",
        finalizerName = "freihafen.dev/pipeline-run",
        retry = UntilItSucceeds.class)
public class PipelineRunReconciler implements Reconciler<PipelineRun>, Cleaner<PipelineRun> {
    private static final Logger LOG = Logger.getLogger(PipelineRunReconciler.class);
    private static final Duration LOST = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final RunAdvance advance;
    private final RunEnd end;
    private final Clock clock;

    public PipelineRunReconciler(
            KubernetesClient client,
            @All List<PipelineEngine> engines,
            OperatorConfig config,
            Outbox outbox,
            Clock clock) {
        StepLogs logs = new StepLogs(client, outbox);
        Engines all = new Engines(engines);
        RunTeams teams = new RunTeams(client);
        this.client = client;
        this.advance = new RunAdvance(client, all, teams, outbox, logs, clock);
        this.end = new RunEnd(all, teams, config, outbox, logs, clock);
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
        if (isTerminal(run)) {
            boolean settled = end.settle(run, context.getSecondaryResources(Pod.class));
            Optional<Duration> retried = settled ? advance.retry(run) : Optional.empty();
            if (retried.isPresent()) {
                return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(retried.get());
            }
            Duration left = end.left(run);
            if (!left.isPositive()) {
                client.resource(run).delete();
                return UpdateControl.noUpdate();
            }
            return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(settled ? left : RunAdvance.UNSETTLED);
        }
        Duration again = advance.move(seen(run, context, run.getSpec().cancelRequested()));
        UpdateControl<PipelineRun> control = UpdateControl.noUpdate();
        return again == null ? control : control.rescheduleAfter(again);
    }

    @Override
    public DeleteControl cleanup(PipelineRun run, Context<PipelineRun> context) {
        if (!isTerminal(run)) {
            Duration again = advance.move(seen(run, context, true));
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(again == null ? RunAdvance.UNSETTLED : again);
        }
        boolean lost = Instant.parse(run.getMetadata().getDeletionTimestamp())
                .plus(LOST)
                .isBefore(clock.instant());
        boolean settled = end.settle(run, context.getSecondaryResources(Pod.class));
        if (!settled && !lost) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(RunAdvance.UNSETTLED);
        }
        if (!settled) {
            LOG.errorf(
                    "run %s goes though the platform API has not acknowledged its end for %s: its last events are lost",
                    run.getMetadata().getName(), LOST);
        }
        end.forget(run);
        return DeleteControl.defaultDelete();
    }

    private Seen seen(PipelineRun run, Context<PipelineRun> context, boolean canceled) {
        String namespace = run.getMetadata().getNamespace();
        String name = run.getMetadata().getName();
        List<PipelineRun> others = context.getPrimaryCache()
                .list(
                        namespace,
                        other -> !isTerminal(other)
                                && !other.getMetadata().getName().equals(name))
                .toList();
        return new Seen(
                run, List.copyOf(context.getSecondaryResources(Pod.class)), others, around(run, context), canceled);
    }

    private Surroundings around(PipelineRun run, Context<PipelineRun> context) {
        return Surroundings.of(
                run,
                run.getSpec().hardwareClass(),
                name -> WorkloadWatch.cached(Team.class, name, context)
                        .or(() -> Optional.ofNullable(
                                client.resources(Team.class).withName(name).get())),
                name -> WorkloadWatch.cached(HardwareClass.class, name, context)
                        .or(() -> Optional.ofNullable(client.resources(HardwareClass.class)
                                .withName(name)
                                .get())));
    }

    private static boolean isTerminal(PipelineRun run) {
        return run.getStatus() != null
                && run.getStatus().state() != null
                && run.getStatus().state().isTerminal();
    }
}
