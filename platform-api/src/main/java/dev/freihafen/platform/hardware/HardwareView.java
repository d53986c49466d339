package dev.freihafen.platform.hardware;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.platform.cost.HourlyPrice;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hardware class as it is.
 *
 * @param name its name
 * @param displayName name for people
 * @param requests what is reserved, and charged
 * @param limits most that may be used
 * @param accelerator devices
 * @param nodeSelector labels a node must have
 * @param tolerations taints it tolerates
 * @param nodeClass class of the nodes it runs on
 * @param pricePerHour what one pod of it costs an hour now; absent when no part has a price
 */
record HardwareView(
        String name,
        String displayName,
        ComputeResources requests,
        @Nullable ComputeResources limits,
        @Nullable Accelerator accelerator,
        @Nullable Map<String, String> nodeSelector,
        @Nullable List<Toleration> tolerations,
        @Nullable String nodeClass,
        @Nullable HourlyPrice pricePerHour) {}
