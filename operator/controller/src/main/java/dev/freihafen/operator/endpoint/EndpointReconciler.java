package dev.freihafen.operator.endpoint;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.apply.ConflictException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Addresses;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Statuses;
import dev.freihafen.operator.workload.Surroundings;
import dev.freihafen.operator.workload.WorkloadWatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Serves a model and says why when it does not. */
@Singleton
@ControllerConfiguration(name = "model-endpoint", retry = UntilItSucceeds.class)
public class EndpointReconciler implements Reconciler<ModelEndpoint> {
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final OperatorConfig config;
    private final Clock clock;

    public EndpointReconciler(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.client = client;
        this.applier = applier;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, ModelEndpoint>> prepareEventSources(EventSourceContext<ModelEndpoint> context) {
        return List.of(
                WorkloadWatch.owned(Pod.class, ModelEndpoint.class, context),
                WorkloadWatch.owned(Deployment.class, ModelEndpoint.class, context),
                WorkloadWatch.hardware(
                        ModelEndpoint.class, context, one -> one.getSpec().hardwareClass()),
                WorkloadWatch.team(ModelEndpoint.class, context));
    }

    @Override
    public UpdateControl<ModelEndpoint> reconcile(ModelEndpoint endpoint, Context<ModelEndpoint> context) {
        Surroundings around =
                Surroundings.of(client, endpoint, endpoint.getSpec().hardwareClass());
        Optional<Reason> hindrance =
                around.ending().or(() -> around.hindrance(endpoint.getSpec().hardwareClass()));
        Optional<Deployment> deployment =
                context.getSecondaryResource(Deployment.class).filter(found -> Labels.isOf(found, endpoint));
        boolean outdated = false;
        boolean mayApply = around.team().isPresent() && around.hardware().isPresent();
        if (mayApply && (hindrance.isEmpty() || deployment.isPresent())) {
            HardwareClassSpec now = around.hardware().orElseThrow();
            HardwareClassSpec started = StartedHardware.of(deployment, endpoint, now);
            outdated = !started.equals(now);
            try {
                apply(endpoint, around.team().orElseThrow(), started);
            } catch (ApplyException hindered) {
                ModelEndpointStatus.State state = hindered instanceof ConflictException
                        ? ModelEndpointStatus.State.Failed
                        : ModelEndpointStatus.State.Pending;
                return report(endpoint, new EndpointChecks.Verdict(state, hindered.reason(), 0), context)
                        .rescheduleAfter(RETRY);
            }
        }
        List<Pod> pods = context.getSecondaryResources(Pod.class).stream()
                .filter(pod -> Labels.isOf(pod, endpoint))
                .toList();
        return report(endpoint, EndpointChecks.check(hindrance, deployment, pods, outdated), context);
    }

    private void apply(ModelEndpoint endpoint, Team team, HardwareClassSpec hardware) {
        List<HasMetadata> desired =
                EndpointManifests.desired(endpoint, team.getMetadata().getName(), hardware, config.image("mlserver"));
        applier.apply(desired);
        applier.prune(
                HorizontalPodAutoscaler.class,
                endpoint.getMetadata().getNamespace(),
                endpoint.getMetadata().getUid(),
                desired);
    }

    private Optional<String> address(ModelEndpoint endpoint) {
        return Addresses.of(
                client,
                endpoint.getMetadata().getNamespace(),
                EndpointManifests.name(endpoint),
                EndpointManifests.PORT);
    }

    private UpdateControl<ModelEndpoint> report(
            ModelEndpoint endpoint, EndpointChecks.Verdict verdict, Context<ModelEndpoint> context) {
        ModelEndpointStatus before = endpoint.getStatus();
        Long generation = endpoint.getMetadata().getGeneration();
        boolean ready = verdict.state() == ModelEndpointStatus.State.Ready;
        ModelEndpointStatus now = new ModelEndpointStatus(
                verdict.state(),
                verdict.reason().code(),
                verdict.reason().message(),
                ready ? address(endpoint).orElse(null) : null,
                verdict.ready(),
                generation,
                Conditions.ready(
                        ready,
                        verdict.reason(),
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(endpoint, now, context);
        return UpdateControl.noUpdate();
    }
}
