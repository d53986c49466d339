package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
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
    static List<FeedRow> ofPod(
            Pod pod,
            Attribution who,
            Optional<Accelerator> accelerator,
            Optional<Node> node,
            boolean gone,
            Instant now) {
        return PodLifecycle.of(pod, gone, now)
                .map(span -> rows(
                        pod,
                        "Pod",
                        who,
                        pod.getSpec().getNodeName(),
                        node.map(UsageRows::capacityType).orElse("OnDemand"),
                        Resources.of(EffectiveRequest.of(pod.getSpec()), accelerator),
                        span,
                        now))
                .orElse(List.of());
    }

    /** Row of a claim from the time its volume was bound; none before. */
    static List<FeedRow> ofClaim(
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
        Instant start = volume.map(PersistentVolume::getStatus)
                .filter(status -> "Bound".equals(status.getPhase()) && status.getLastPhaseTransitionTime() != null)
                .map(status -> Instant.parse(status.getLastPhaseTransitionTime()))
                .orElseGet(() -> Instant.parse(claim.getMetadata().getCreationTimestamp()));
        String storageClass = Objects.requireNonNullElse(claim.getSpec().getStorageClassName(), "default");
        Map<String, Long> quantity =
                Map.of("storage/" + storageClass, size.getNumericalAmount().longValueExact());
        return rows(claim, "PersistentVolumeClaim", who, null, null, quantity, ended(start, claim, gone, now), now);
    }

    /** Rows of a node's capacity while it is ready. */
    static List<FeedRow> ofNode(Node node, boolean gone, Instant now) {
        Optional<Instant> ready = node.getStatus() == null || node.getStatus().getConditions() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .map(NodeCondition::getLastTransitionTime)
                        .map(Instant::parse)
                        .findFirst();
        String name = node.getMetadata().getName();
        Attribution who = new Attribution(null, "System", "", null, null, label(node, "freihafen.dev/node-class"));
        return ready.map(start -> rows(
                        node,
                        "Node",
                        who,
                        name,
                        capacityType(node),
                        Resources.of(amounts(node.getStatus().getCapacity()), Optional.empty()),
                        ended(start, node, gone, now),
                        now))
                .orElse(List.of());
    }

    /** {@code Spot} where a label of one of the clouds says so, else {@code OnDemand}. */
    static String capacityType(Node node) {
        boolean spot = SPOT.entrySet().stream().anyMatch(mark -> mark.getValue().equals(label(node, mark.getKey())));
        return spot ? "Spot" : "OnDemand";
    }

    private static Span ended(Instant start, HasMetadata object, boolean gone, Instant now) {
        if (!gone) {
            return Span.open(start);
        }
        String deleted = object.getMetadata().getDeletionTimestamp();
        return deleted == null ? new Span(start, now, false) : new Span(start, Instant.parse(deleted), true);
    }

    private static List<FeedRow> rows(
            HasMetadata object,
            String kind,
            Attribution who,
            @Nullable String node,
            @Nullable String capacityType,
            Map<String, Long> quantities,
            Span span,
            Instant now) {
        String uid = object.getMetadata().getUid();
        String end = span.end() == null ? null : span.end().toString();
        String lastSeen = (span.end() == null ? later(now, span.start()) : later(span.end(), span.start())).toString();
        return new TreeMap<>(quantities)
                .entrySet().stream()
                        .<FeedRow>map(entry -> new FeedRow.Usage(
                                String.join(
                                        "/",
                                        "usage",
                                        uid,
                                        entry.getKey(),
                                        span.start().toString(),
                                        end == null ? "open" : end,
                                        span.quality()),
                                uid,
                                kind,
                                object.getMetadata().getName(),
                                who.team(),
                                who.workloadKind(),
                                who.workloadName(),
                                who.step(),
                                who.owner(),
                                who.hardwareClass(),
                                node,
                                capacityType,
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

    private static @Nullable String label(Node node, String key) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }
}
