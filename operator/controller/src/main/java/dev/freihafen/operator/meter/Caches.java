package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.workload.KubeflowPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the meter knows of the cluster. The watches of different kinds are not in step, so what an object refers to and
 * no cache holds yet is asked for: a guess would stay in the ledger.
 */
final class Caches implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final KubernetesClient client;
    private final List<SharedIndexInformer<?>> all = new ArrayList<>();
    final SharedIndexInformer<Namespace> namespaces;
    final SharedIndexInformer<Team> teams;
    final SharedIndexInformer<HardwareClass> hardwareClasses;
    final SharedIndexInformer<PipelineRun> runs;
    final SharedIndexInformer<Node> nodes;
    final SharedIndexInformer<PersistentVolume> volumes;
    final SharedIndexInformer<PersistentVolumeClaim> claims;
    final SharedIndexInformer<Pod> pods;

    Caches(KubernetesClient client) {
        this.client = client;
        namespaces = add(client.namespaces().runnableInformer(0));
        teams = add(client.resources(Team.class).runnableInformer(0));
        hardwareClasses = add(client.resources(HardwareClass.class).runnableInformer(0));
        runs = add(client.resources(PipelineRun.class).inAnyNamespace().runnableInformer(0));
        nodes = add(client.nodes().runnableInformer(0));
        volumes = add(client.persistentVolumes().runnableInformer(0));
        claims = add(client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0));
        pods = add(client.pods().inAnyNamespace().runnableInformer(0));
    }

    private <T> SharedIndexInformer<T> add(SharedIndexInformer<T> informer) {
        all.add(informer);
        return informer;
    }

    /**
     * Fills all caches.
     *
     * @throws IOException when the API server refuses a list or does not answer within a minute
     */
    void fill() throws IOException, InterruptedException {
        for (SharedIndexInformer<?> informer : all) {
            try {
                informer.start().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException refused) {
                throw new IOException(
                        "cannot watch " + informer.getApiTypeClass().getSimpleName() + " objects", refused);
            }
        }
    }

    /** Whether every watch is connected. */
    boolean areWatching() {
        return all.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** A namespace is a team's only when it carries the uid of a Team that exists under that name. */
    Optional<TeamRef> team(HasMetadata object) {
        return find(Namespace.class, namespaces, object.getMetadata().getNamespace())
                .flatMap(namespace -> label(namespace, "freihafen.dev/team")
                        .flatMap(name -> find(Team.class, teams, name))
                        .filter(team -> namespace.getMetadata().getAnnotations() != null
                                && team.getMetadata()
                                        .getUid()
                                        .equals(namespace
                                                .getMetadata()
                                                .getAnnotations()
                                                .get("freihafen.dev/team-uid"))))
                .map(team -> new TeamRef(
                        team.getMetadata().getName(), team.getMetadata().getUid()));
    }

    Optional<HardwareClass> hardwareClass(String name) {
        return find(HardwareClass.class, hardwareClasses, name);
    }

    /** The run that a pod made by Kubeflow Pipelines is of: one that exists in the pod's namespace. */
    Optional<PipelineRun> kubeflowRun(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return KubeflowPods.run(pod).flatMap(name -> {
            PipelineRun cached = runs.getStore().getByKey(namespace + "/" + name);
            return Optional.ofNullable(
                    cached != null
                            ? cached
                            : client.resources(PipelineRun.class)
                                    .inNamespace(namespace)
                                    .withName(name)
                                    .get());
        });
    }

    Optional<Node> node(String name) {
        return find(Node.class, nodes, name);
    }

    /** Uids of all that is metered. */
    Set<String> uids() {
        return Stream.of(pods, claims, nodes)
                .flatMap(informer -> informer.getStore().list().stream())
                .map(object -> ((HasMetadata) object).getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, SharedIndexInformer<T> cache, String name) {
        T cached = cache.getStore().getByKey(name);
        return Optional.ofNullable(
                cached != null ? cached : client.resources(kind).withName(name).get());
    }

    private static Optional<String> label(HasMetadata object, String key) {
        return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(key));
    }

    @Override
    public void close() {
        all.forEach(SharedIndexInformer::close);
    }
}
