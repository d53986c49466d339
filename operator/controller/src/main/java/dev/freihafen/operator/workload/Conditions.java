package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status conditions whose transition time moves only when the status changes. */
public final class Conditions {
    private Conditions() {}

    /** The one condition {@code Ready}. */
    public static List<Condition> ready(
            boolean ready, Reason reason, @Nullable Long generation, List<Condition> before, Instant now) {
        String status = ready ? "True" : "False";
        String since = before.stream()
                .filter(condition -> "Ready".equals(condition.getType()) && status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        return List.of(new ConditionBuilder()
                .withType("Ready")
                .withStatus(status)
                .withReason(reason.code())
                .withMessage(reason.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
    }
}
