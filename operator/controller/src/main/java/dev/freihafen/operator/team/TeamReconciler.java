package dev.freihafen.operator.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.apply.ConflictException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Statuses;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a team's namespace as it should be, and takes it away when the team's work has ended. */
@Singleton
@ControllerConfiguration(name = "team", finalizerName = "freihafen.dev/team", retry = UntilItSucceeds.class)
public class TeamReconciler implements Reconciler<Team>, Cleaner<Team> {
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration WORK_CHECK = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final TeamSettings settings;
    private final TeamEnd end;
    private final Clock clock;

    public TeamReconciler(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.client = client;
        this.applier = applier;
        this.settings = TeamSettings.of(config);
        this.end = new TeamEnd(client, applier, settings);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Team>> prepareEventSources(EventSourceContext<Team> context) {
        var namespaces = InformerEventSourceConfiguration.from(Namespace.class, Team.class)
                .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.FREIHAFEN)
                .withSecondaryToPrimaryMapper(namespace -> Set.of(
                        new ResourceID(namespace.getMetadata().getLabels().get(Labels.TEAM))))
                .build();
        return List.of(new InformerEventSource<>(namespaces, context));
    }

    @Override
    public UpdateControl<Team> reconcile(Team team, Context<Team> context) {
        String namespace = TeamManifests.namespace(team);
        if (isForeign(client.namespaces().withName(namespace).get(), team)) {
            return report(
                            team,
                            TeamStatus.State.Conflict,
                            new Reason(
                                    "NamespaceConflict",
                                    "Namespace " + namespace
                                            + " exists and was not made for this team: delete it, or give the team another name."),
                            context)
                    .rescheduleAfter(RETRY);
        }
        List<HasMetadata> desired = TeamManifests.desired(team, settings);
        try {
            applier.apply(desired);
        } catch (ApplyException hindered) {
            TeamStatus.State state =
                    hindered instanceof ConflictException ? TeamStatus.State.Conflict : TeamStatus.State.Pending;
            return report(team, state, hindered.reason(), context).rescheduleAfter(RETRY);
        }
        String uid = team.getMetadata().getUid();
        applier.prune(RoleBinding.class, namespace, uid, desired);
        applier.prune(NetworkPolicy.class, namespace, uid, desired);
        ExpiredVolumes.delete(client, namespace, clock.instant());
        return report(
                team, TeamStatus.State.Ready, new Reason("Ready", "Namespace " + namespace + " takes work."), context);
    }

    @Override
    public DeleteControl cleanup(Team team, Context<Team> context) {
        Optional<Reason> waits = end.proceed(team);
        if (waits.isEmpty()) {
            return DeleteControl.defaultDelete();
        }
        report(team, TeamStatus.State.Terminating, waits.get(), context);
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(WORK_CHECK);
    }

    /** Whether the namespace belongs to somebody else, such as a team that had this name before. */
    static boolean isForeign(@Nullable Namespace namespace, Team team) {
        if (namespace == null) {
            return false;
        }
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return annotations == null || !team.getMetadata().getUid().equals(annotations.get(Labels.TEAM_UID));
    }

    private UpdateControl<Team> report(Team team, TeamStatus.State state, Reason reason, Context<Team> context) {
        TeamStatus before = team.getStatus();
        Long generation = team.getMetadata().getGeneration();
        TeamStatus now = new TeamStatus(
                state,
                reason.message(),
                state == TeamStatus.State.Conflict ? null : TeamManifests.namespace(team),
                generation,
                Conditions.ready(
                        state == TeamStatus.State.Ready,
                        reason,
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(team, now, context);
        return UpdateControl.<Team>noUpdate().rescheduleAfter(SWEEP);
    }
}
