package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Since when a node is ready, when it ceased to be, and whether it is lost. */
final class Nodes {
    /** As long as Kubernetes waits by default before it evicts the pods of a node that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Nodes() {}

    static Optional<Instant> readySince(Node node) {
        return ready(node)
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(NodeCondition::getLastTransitionTime)
                .map(Instant::parse);
    }

    /** The end of the stretch in which it was ready: Exact by its own word, or Estimated by its last heartbeat. */
    static Optional<End> unready(Node node) {
        return ready(node)
                .filter(condition -> !"True".equals(condition.getStatus()))
                .map(condition -> {
                    boolean itself = "False".equals(condition.getStatus());
                    Instant told = Instant.parse(condition.getLastTransitionTime());
                    return itself
                            ? new End(told, true)
                            : new End(heartbeat(condition).orElse(told), false);
                });
    }

    /** Its last sign of life, when it has not answered for so long that what ran on it counts as ended. */
    static Optional<Instant> lost(Node node, Instant now) {
        return ready(node)
                .filter(condition -> "Unknown".equals(condition.getStatus()))
                .filter(condition -> Instant.parse(condition.getLastTransitionTime())
                        .plus(PATIENCE)
                        .isBefore(now))
                .map(condition ->
                        heartbeat(condition).orElseGet(() -> Instant.parse(condition.getLastTransitionTime())));
    }

    private static Optional<Instant> heartbeat(NodeCondition condition) {
        return Optional.ofNullable(condition.getLastHeartbeatTime()).map(Instant::parse);
    }

    private static Optional<NodeCondition> ready(Node node) {
        return node.getStatus() == null || node.getStatus().getConditions() == null
                ? Optional.empty()
                : Stream.of(node.getStatus().getConditions())
                        .flatMap(conditions -> conditions.stream())
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .filter(condition -> Objects.nonNull(condition.getLastTransitionTime()))
                        .findFirst();
    }

    /** When it ended, and whether that is exact. */
    record End(Instant at, boolean exact) {}
}
