package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Usage intervals of objects, as the ledger takes them. Pure: everything they need is given. */
final class UsageRows {
    /** Node labels by which the clouds mark interruptible capacity, and their values. */
    private static final Map<String, String> SPOT = Map.of(
            "karpenter.sh/capacity-type", "spot",
            "eks.amazonaws.com/capacityType", "SPOT",
            "cloud.google.com/gke-spot", "true",
            "cloud.google.com/gke-preemptible", "true",
            "kubernetes.azure.com/scalesetpriority", "spot");

    private UsageRows() {}

    /** Rows of a pod, one for each resource that it reserves; none before it is scheduled. */
    static List<FeedRow.Usage> ofPod(Pod pod, Attribution who, Placement placement, Sighting seen) {
        Subject subject = new Subject(pod, "Pod", who, pod.getSpec().getNodeName(), placement.capacityType());
        return PodLifecycle.of(pod, seen)
                .map(span -> rows(
                        subject,
                        Resources.of(EffectiveRequest.of(pod.getSpec()), Optional.ofNullable(placement.accelerator())),
                        span,
                        seen.now()))
                .orElse(List.of());
    }

    /** Row of a claim from the time its volume was bound; none before, nor before that volume is known. */
    static List<FeedRow.Usage> ofClaim(
            PersistentVolumeClaim claim,
            Optional<PersistentVolume> volume,
            Attribution who,
            boolean gone,
            Instant now) {
        Quantity size = claim.getStatus() == null || claim.getStatus().getCapacity() == null
                ? null
                : claim.getStatus().getCapacity().get("storage");
        if (size == null || !"Bound".equals(claim.getStatus().getPhase())) {
            return List.of();
        }
        boolean bound = volume.map(PersistentVolume::getStatus)
                .filter(status -> "Bound".equals(status.getPhase()))
                .isPresent();
        if (!bound) {
            return List.of();
        }
        Instant start = volume.map(PersistentVolume::getStatus)
                .map(PersistentVolumeStatus::getLastPhaseTransitionTime)
                .map(Instant::parse)
                .orElseGet(() -> Instant.parse(claim.getMetadata().getCreationTimestamp()));
        String storageClass = Objects.requireNonNullElse(claim.getSpec().getStorageClassName(), "default");
        Map<String, Long> quantity =
                Map.of("storage/" + storageClass, size.getNumericalAmount().longValueExact());
        Span span = gone ? new Span(start, claimEnd(claim, now), false) : Span.open(start);
        return rows(new Subject(claim, "PersistentVolumeClaim", who, null, null), quantity, span, now);
    }

    /** A claim that is deleted lasts until nothing uses it, so the later of the two times is the better estimate. */
    static Instant claimEnd(PersistentVolumeClaim claim, Instant now) {
        String deleted = claim.getMetadata().getDeletionTimestamp();
        return deleted == null ? now : later(Instant.parse(deleted), now);
    }

    /** When the claim of a volume was gone, by the word of the API server. */
    static Optional<Instant> released(PersistentVolume volume) {
        return Optional.ofNullable(volume.getStatus())
                .filter(status -> "Released".equals(status.getPhase()) && status.getLastPhaseTransitionTime() != null)
                .map(status -> Instant.parse(status.getLastPhaseTransitionTime()));
    }

    /** Rows of a node's capacity while it is ready. */
    static List<FeedRow.Usage> ofNode(Node node, boolean gone, Instant now) {
        Optional<Instant> ready = Nodes.readySince(node);
        String name = node.getMetadata().getName();
        Attribution who = new Attribution(null, "System", "", null, null, label(node, "freihafen.dev/node-class"));
        return ready.map(start -> rows(
                        new Subject(node, "Node", who, name, capacityType(node)),
                        Resources.of(amounts(node.getStatus().getCapacity()), Optional.empty()),
                        gone ? new Span(start, now, false) : Span.open(start),
                        now))
                .orElse(List.of());
    }

    /** {@code Spot} where a label of one of the clouds says so, else {@code OnDemand}. */
    static String capacityType(Node node) {
        boolean spot = SPOT.entrySet().stream().anyMatch(mark -> mark.getValue().equals(label(node, mark.getKey())));
        return spot ? "Spot" : "OnDemand";
    }

    /** The same fact with that end. */
    static FeedRow.Usage until(FeedRow.Usage row, Instant end, boolean exact) {
        return with(row, new Span(Instant.parse(row.start()), end, exact), row.lastSeen());
    }

    /** The same fact from that start on; the end is not before it. */
    static FeedRow.Usage from(FeedRow.Usage row, Instant start) {
        Instant end = row.end() == null ? null : Instant.parse(row.end());
        return with(row, new Span(start, end, row.quality().equals("Exact")), row.lastSeen());
    }

    /** The same fact without an end, and without when it was last seen. */
    static FeedRow.Usage open(FeedRow.Usage row) {
        return with(row, Span.open(Instant.parse(row.start())), "");
    }

    /** Whether all but the times and their quality is equal. */
    static boolean sameFacts(FeedRow.Usage one, FeedRow.Usage other) {
        Span span = Span.open(Instant.EPOCH);
        return with(one, span, "").equals(with(other, span, ""));
    }

    private static FeedRow.Usage with(FeedRow.Usage row, Span span, String lastSeen) {
        return new FeedRow.Usage(
                id(row.objectUid(), row.resource(), span),
                row.objectUid(),
                row.objectKind(),
                row.objectName(),
                row.team(),
                row.teamUid(),
                row.workloadKind(),
                row.workloadName(),
                row.step(),
                row.owner(),
                row.hardwareClass(),
                row.node(),
                row.capacityType(),
                row.resource(),
                row.quantity(),
                span.start().toString(),
                span.end() == null ? null : span.end().toString(),
                span.end() == null ? lastSeen : span.end().toString(),
                span.quality());
    }

    private static String id(String uid, String resource, Span span) {
        String end = span.end() == null ? "open" : span.end().toString();
        return String.join("/", "usage", uid, resource, span.start().toString(), end, span.quality());
    }

    private static List<FeedRow.Usage> rows(Subject subject, Map<String, Long> quantities, Span lifetime, Instant now) {
        HasMetadata object = subject.object();
        Attribution who = subject.who();
        Span span = Changes.ofFacts(object).map(lifetime::notBefore).orElse(lifetime);
        String uid = object.getMetadata().getUid();
        String end = span.end() == null ? null : span.end().toString();
        String lastSeen = (span.end() == null ? later(now, span.start()) : later(span.end(), span.start())).toString();
        return new TreeMap<>(quantities)
                .entrySet().stream()
                        .map(entry -> new FeedRow.Usage(
                                id(uid, entry.getKey(), span),
                                uid,
                                subject.kind(),
                                object.getMetadata().getName(),
                                who.team() == null ? null : who.team().name(),
                                who.team() == null ? null : who.team().uid(),
                                who.workloadKind(),
                                who.workloadName(),
                                who.step(),
                                who.owner(),
                                who.hardwareClass(),
                                subject.node(),
                                subject.capacityType(),
                                entry.getKey(),
                                entry.getValue(),
                                span.start().toString(),
                                end,
                                lastSeen,
                                span.quality()))
                        .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Map<String, BigDecimal> amounts(@Nullable Map<String, Quantity> quantities) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
        }
        return amounts;
    }

    /** What the rows are of. */
    private record Subject(
            HasMetadata object,
            String kind,
            Attribution who,
            @Nullable String node,
            @Nullable String capacityType) {}

    private static @Nullable String label(Node node, String key) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }
}
