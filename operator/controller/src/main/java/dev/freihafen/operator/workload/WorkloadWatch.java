package dev.freihafen.operator.workload;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.Team;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a workload listens to: its own native objects, its hardware class, its team's admission. */
public final class WorkloadWatch {
    private WorkloadWatch() {}

    /** Native objects of a kind that carry the workload's labels. */
    public static <R extends HasMetadata, P extends CustomResource<?, ?>> EventSource<R, P> owned(
            Class<R> kind, Class<P> workload, EventSourceContext<P> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, workload)
                        .withLabelSelector(Labels.WORKLOAD_KIND + "=" + HasMetadata.getKind(workload))
                        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(
                                object.getMetadata().getLabels().get(Labels.WORKLOAD),
                                object.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** Hardware classes: a change wakes the workloads that name the class. */
    public static <P extends CustomResource<?, ?>> EventSource<HardwareClass, P> hardware(
            Class<P> workload, EventSourceContext<P> context, Function<P, String> hardwareClass) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(HardwareClass.class, workload)
                        .withSecondaryToPrimaryMapper(found -> all(
                                context, one -> found.getMetadata().getName().equals(hardwareClass.apply(one))))
                        .build(),
                context);
    }

    /** Teams: a change wakes the workloads of the team. */
    public static <P extends CustomResource<?, ?>> EventSource<Team, P> team(
            Class<P> workload, EventSourceContext<P> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Team.class, workload)
                        .withSecondaryToPrimaryMapper(team -> all(
                                context,
                                one -> ("team-" + team.getMetadata().getName())
                                        .equals(one.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** A hardware class or team as the watch has it; empty when it has none of that name. */
    public static <R extends HasMetadata, P extends CustomResource<?, ?>> Optional<R> cached(
            Class<R> kind, String name, Context<P> context) {
        return context.eventSourceRetriever().getEventSourceFor(kind) instanceof InformerEventSource<R, P> watch
                ? watch.get(new ResourceID(name))
                : Optional.empty();
    }

    private static <P extends CustomResource<?, ?>> Set<ResourceID> all(
            EventSourceContext<P> context, Predicate<P> which) {
        return context.getPrimaryCache()
                .list(which)
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }
}
