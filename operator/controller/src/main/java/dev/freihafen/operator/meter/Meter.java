package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.HttpOutbox;
import dev.freihafen.operator.outbox.Watermark;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches pods, claims and nodes, tells the outbox what changed, and how far the cluster was observed every 30 s.
 *
 * <p>It keeps nothing between starts: all rows of what exists are told again then, under the same ids.
 */
public final class Meter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Meter.class);
    private static final Duration WATERMARK_EVERY = Duration.ofSeconds(30);
    /** An event that happened before the API server's date has reached the watches after this. */
    private static final Duration WATCH_LAG = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final HttpOutbox outbox;
    private final ServerClock serverClock;
    private final PodRelease release;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final SharedIndexInformer<Namespace> namespaces;
    private final SharedIndexInformer<Team> teams;
    private final SharedIndexInformer<HardwareClass> hardwareClasses;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<PersistentVolume> volumes;
    private final SharedIndexInformer<PersistentVolumeClaim> claims;
    private final SharedIndexInformer<Pod> pods;
    private volatile Instant now = Instant.EPOCH;
    private volatile @Nullable Thread watermarks;

    /** A meter of the cluster that the client speaks to. */
    public Meter(KubernetesClient client, HttpOutbox outbox) {
        this.client = client;
        this.outbox = outbox;
        this.serverClock = new ServerClock(client);
        this.release = new PodRelease(client, outbox);
        namespaces = add(client.namespaces().runnableInformer(0));
        teams = add(client.resources(Team.class).runnableInformer(0));
        hardwareClasses = add(client.resources(HardwareClass.class).runnableInformer(0));
        nodes = add(client.nodes().runnableInformer(0));
        volumes = add(client.persistentVolumes().runnableInformer(0));
        claims = add(client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0));
        pods = add(client.pods().inAnyNamespace().runnableInformer(0));
    }

    /** Starts to observe; returns once every cache is filled and all that exists has been told. */
    public synchronized void start() throws IOException, InterruptedException {
        now = serverClock.ask();
        informers.forEach(informer -> informer.start().toCompletableFuture().join());
        nodes.addEventHandler(on((node, gone) -> tell(UsageRows.ofNode(node, gone, now))));
        claims.addEventHandler(on(this::tellClaim));
        volumes.addEventHandler(on((volume, gone) -> claimOf(volume).ifPresent(claim -> tellClaim(claim, false))));
        pods.addEventHandler(on(this::tellPod));
        outbox.onAcknowledged(this::releasePods);
        outbox.start();
        tellEverything();
        watermarks = Thread.ofVirtual().name("watermark").start(this::runWatermarks);
        LOG.infof(
                "metering %d pods, %d claims, %d nodes",
                pods.getStore().list().size(),
                claims.getStore().list().size(),
                nodes.getStore().list().size());
    }

    @Override
    public synchronized void close() {
        Thread running = watermarks;
        if (running != null) {
            running.interrupt();
            watermarks = null;
        }
        informers.forEach(SharedIndexInformer::close);
        outbox.close();
    }

    private <T> SharedIndexInformer<T> add(SharedIndexInformer<T> informer) {
        informers.add(informer);
        return informer;
    }

    private void runWatermarks() {
        try {
            while (true) {
                Thread.sleep(WATERMARK_EVERY);
                try {
                    Instant asked = serverClock.ask();
                    Thread.sleep(WATCH_LAG);
                    now = asked;
                    if (outbox.overflowed()) {
                        tellEverything();
                    } else if (informers.stream().allMatch(SharedIndexInformer::isWatching)) {
                        outbox.offer(Watermark.until(asked.toString()));
                    }
                } catch (IOException away) {
                    LOG.warnf("no watermark: %s", away.getMessage());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellEverything() {
        Instant observed = now;
        nodes.getStore().list().forEach(node -> tell(UsageRows.ofNode(node, false, observed)));
        claims.getStore().list().forEach(claim -> tellClaim(claim, false));
        pods.getStore().list().forEach(pod -> tellPod(pod, false));
        List<String> lasting = Stream.of(
                        nodes.getStore().list().stream(),
                        claims.getStore().list().stream(),
                        pods.getStore().list().stream().filter(pod -> !PodLifecycle.isTerminated(pod)))
                .flatMap(objects -> objects)
                .map(object -> object.getMetadata().getUid())
                .toList();
        outbox.offer(Watermark.full(observed.toString(), lasting));
    }

    private void tell(List<FeedRow> rows) {
        rows.forEach(outbox::offer);
    }

    private void tellPod(Pod pod, boolean gone) {
        List<FeedRow> rows = podRows(pod, gone);
        tell(rows);
        if (!gone) {
            release.consider(pod, rows);
        }
    }

    private List<FeedRow> podRows(Pod pod, boolean gone) {
        Attribution who = Attribution.of(pod, team(pod), "Other");
        Optional<Accelerator> accelerator = Optional.ofNullable(who.hardwareClass())
                .map(name -> hardwareClasses.getStore().getByKey(name))
                .map(found -> found.getSpec().accelerator());
        Optional<Node> node = Optional.ofNullable(pod.getSpec().getNodeName())
                .map(name -> nodes.getStore().getByKey(name));
        return UsageRows.ofPod(pod, who, accelerator, node, gone, now);
    }

    private void tellClaim(PersistentVolumeClaim claim, boolean gone) {
        Optional<PersistentVolume> volume = Optional.ofNullable(claim.getSpec().getVolumeName())
                .map(name -> volumes.getStore().getByKey(name));
        tell(UsageRows.ofClaim(claim, volume, Attribution.of(claim, team(claim), "Volume"), gone, now));
    }

    private Optional<PersistentVolumeClaim> claimOf(PersistentVolume volume) {
        return Optional.ofNullable(volume.getSpec().getClaimRef())
                .map(reference -> claims.getStore().getByKey(reference.getNamespace() + "/" + reference.getName()));
    }

    /** A namespace is a team's only when it carries the uid of a Team that exists under that name. */
    private Optional<String> team(HasMetadata object) {
        Namespace namespace =
                namespaces.getStore().getByKey(object.getMetadata().getNamespace());
        if (namespace == null || namespace.getMetadata().getLabels() == null) {
            return Optional.empty();
        }
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return Optional.ofNullable(namespace.getMetadata().getLabels().get("freihafen.dev/team"))
                .map(name -> teams.getStore().getByKey(name))
                .filter(team -> annotations != null
                        && team.getMetadata().getUid().equals(annotations.get("freihafen.dev/team-uid")))
                .map(team -> team.getMetadata().getName());
    }

    private void releasePods(Set<String> acknowledged) {
        pods.getStore().list().stream()
                .filter(PodRelease::waits)
                .forEach(pod -> release.consider(pod, podRows(pod, false)));
    }

    private static <T> ResourceEventHandler<T> on(Observer<T> observer) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                observer.observe(object, false);
            }

            @Override
            public void onUpdate(T before, T object) {
                observer.observe(object, false);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                observer.observe(object, true);
            }
        };
    }

    private interface Observer<T> {
        void observe(T object, boolean gone);
    }
}
