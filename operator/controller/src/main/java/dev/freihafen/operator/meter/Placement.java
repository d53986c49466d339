package dev.freihafen.operator.meter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.api.v1alpha1.Accelerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod was placed, as it was then: it stays true when its node, team or class is changed or gone before the pod is.
 *
 * @param team absent where the pod's namespace is not a team's
 * @param accelerator that of its hardware class
 * @param capacityType that of its node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Placement(@Nullable TeamRef team, @Nullable Accelerator accelerator, String capacityType) {}
