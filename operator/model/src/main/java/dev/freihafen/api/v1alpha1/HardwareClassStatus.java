package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster has such hardware.
 *
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HardwareClassStatus(@Nullable Long observedGeneration, List<Condition> conditions) {
    public HardwareClassStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
