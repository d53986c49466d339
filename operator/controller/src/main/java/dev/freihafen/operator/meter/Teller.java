package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into rows, with what is known of their surroundings. One thread at a time tells, each the latest state that
 * the caches hold, so that no older state follows a newer one.
 */
final class Teller {
    private static final int DEPARTED = 10_000;

    private final Caches caches;
    private final Outbox outbox;
    private final SegmentBook book;
    private final Segments segments = new Segments();
    private final Map<String, Placement> placements = new HashMap<>();
    /** Claims that are gone, by uid, until their volume tells since when. */
    private final Map<String, Boolean> departed = new LinkedHashMap<>();

    private Instant now = Instant.EPOCH;

    Teller(Caches caches, Outbox outbox, SegmentBook book) {
        this.caches = caches;
        this.outbox = outbox;
        this.book = book;
    }

    /** Goes on where an operator before this one was, with what the caches still hold. */
    synchronized void remember() {
        Set<String> live = caches.uids();
        List<String> gone = new ArrayList<>();
        book.load().forEach((uid, segmentsBefore) -> {
            if (live.contains(uid)) {
                segments.restore(uid, segmentsBefore);
                if (segmentsBefore.placement() != null) {
                    placements.put(uid, segmentsBefore.placement());
                }
            } else {
                gone.add(uid);
            }
        });
        book.drop(gone);
    }

    /** Moves to a later time of the API server; an earlier one changes nothing. */
    synchronized Instant moveTo(Instant asked) {
        now = asked.isAfter(now) ? asked : now;
        return now;
    }

    synchronized void pod(Pod event, boolean gone) {
        Pod latest = gone ? event : caches.pods.getStore().get(event);
        if (latest != null) {
            tellPod(latest, gone);
        }
        if (gone) {
            placements.remove(event.getMetadata().getUid());
            forget(event.getMetadata().getUid());
        }
    }

    /** Tells a pod and returns its rows: those without an end say that it is not over. */
    synchronized List<FeedRow> tellPod(Pod pod, boolean gone) {
        if (pod.getSpec().getNodeName() == null) {
            return List.of();
        }
        String uid = pod.getMetadata().getUid();
        Placement placement = placements.get(uid);
        if (placement == null || placement.team() == null) {
            placement = place(pod, placement);
            placements.put(uid, placement);
        }
        Optional<Instant> lost = Optional.ofNullable(
                        caches.nodes.getStore().getByKey(pod.getSpec().getNodeName()))
                .flatMap(node -> Nodes.lost(node, now));
        Attribution who = who(pod, Optional.ofNullable(placement.team()));
        return tell(uid, UsageRows.ofPod(pod, who, placement, new Sighting(lost, gone, now)), placement);
    }

    /** What must be known after a restart is written first, so that no row is told that a restart would contradict. */
    private List<FeedRow> tell(String uid, List<FeedRow.Usage> rows, @Nullable Placement placement) {
        List<FeedRow> news = segments.tell(uid, rows, now);
        segments.record(uid, placement).ifPresent(kept -> book.keep(uid, kept));
        news.forEach(outbox::offer);
        return news;
    }

    private void forget(String uid) {
        segments.forget(uid);
        book.drop(List.of(uid));
    }

    private Attribution who(Pod pod, Optional<TeamRef> team) {
        return team.flatMap(found -> caches.kubeflowRun(pod).map(run -> Attribution.ofKubeflow(pod, found, run)))
                .orElseGet(() -> Attribution.of(pod, team, "Other"));
    }

    private Placement place(Pod pod, @Nullable Placement before) {
        Optional<TeamRef> team = caches.team(pod);
        if (before != null) {
            return new Placement(team.orElse(null), before.accelerator(), before.capacityType());
        }
        Accelerator accelerator = Optional.ofNullable(who(pod, team).hardwareClass())
                .flatMap(caches::hardwareClass)
                .map(found -> found.getSpec().accelerator())
                .orElse(null);
        String capacityType = caches.node(pod.getSpec().getNodeName())
                .map(UsageRows::capacityType)
                .orElse("OnDemand");
        return new Placement(team.orElse(null), accelerator, capacityType);
    }

    synchronized void claim(PersistentVolumeClaim event, boolean gone) {
        String uid = event.getMetadata().getUid();
        Optional<PersistentVolume> volume = Optional.ofNullable(event.getSpec().getVolumeName())
                .map(name -> caches.volumes.getStore().getByKey(name));
        if (gone && segments.knows(uid)) {
            segments.end(uid, UsageRows.claimEnd(event, now), false).forEach(outbox::offer);
            depart(uid);
            volume.ifPresent(this::settleDeparted);
            return;
        }
        PersistentVolumeClaim latest = gone ? event : caches.claims.getStore().get(event);
        if (latest != null) {
            Attribution who = Attribution.of(latest, caches.team(latest), "Volume");
            tell(uid, UsageRows.ofClaim(latest, volume, who, gone, now), null);
        }
    }

    private void depart(String uid) {
        departed.put(uid, true);
        if (departed.size() > DEPARTED) {
            String eldest = departed.keySet().iterator().next();
            departed.remove(eldest);
            forget(eldest);
        }
    }

    synchronized void volume(PersistentVolume volume, boolean gone) {
        settleDeparted(volume);
        if (volume.getSpec().getClaimRef() == null) {
            return;
        }
        if (gone && departed.remove(volume.getSpec().getClaimRef().getUid()) != null) {
            forget(volume.getSpec().getClaimRef().getUid());
        }
        PersistentVolumeClaim claim = caches.claims
                .getStore()
                .getByKey(volume.getSpec().getClaimRef().getNamespace() + "/"
                        + volume.getSpec().getClaimRef().getName());
        if (claim != null) {
            claim(claim, false);
        }
    }

    private void settleDeparted(PersistentVolume volume) {
        Optional<Instant> released = UsageRows.released(volume);
        if (released.isEmpty() || volume.getSpec().getClaimRef() == null) {
            return;
        }
        String uid = volume.getSpec().getClaimRef().getUid();
        if (departed.remove(uid) != null) {
            segments.end(uid, released.get(), true).forEach(outbox::offer);
            forget(uid);
        }
    }

    synchronized void node(Node event, boolean gone) {
        String uid = event.getMetadata().getUid();
        Node latest = gone ? event : caches.nodes.getStore().get(event);
        if (latest == null) {
            return;
        }
        Optional<Nodes.End> unready = Nodes.unready(latest);
        if (unready.isPresent()) {
            segments.end(uid, unready.get().at(), unready.get().exact()).forEach(outbox::offer);
        } else if (gone && segments.knows(uid)) {
            segments.end(uid, now, false).forEach(outbox::offer);
        } else {
            tell(uid, UsageRows.ofNode(latest, gone, now), null);
        }
        if (gone) {
            forget(uid);
        }
    }
}
