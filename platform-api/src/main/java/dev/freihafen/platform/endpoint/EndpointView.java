package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.cost.HourlyPrice;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is.
 *
 * @param name its name
 * @param team the team it belongs to
 * @param cluster the cluster it is on
 * @param owner account that created it
 * @param model the model it serves
 * @param modelVersion the version of the registry that was named when it was created; null when none was
 * @param hardwareClass the class its pods run on
 * @param replicas how many pods
 * @param readyReplicas pods that answer
 * @param state Pending, Starting, Ready or Failed
 * @param reason PascalCase cause of the state
 * @param message what it waits for and what to do next
 * @param url path under which it answers the Open Inference Protocol v2
 * @param pricePerHour what its fewest pods cost an hour; null when no part has a price
 * @param createdAt RFC 3339, UTC; absent on a dry run
 */
@Schema(name = "EndpointState")
record EndpointView(
        String name,
        String team,
        String cluster,
        String owner,
        ServedModel model,
        @Nullable ServedVersion modelVersion,
        String hardwareClass,
        Replicas replicas,
        int readyReplicas,
        ModelEndpointStatus.State state,
        @Nullable String reason,
        @Nullable String message,
        String url,
        @Nullable HourlyPrice pricePerHour,
        @Nullable String createdAt) {
    /** A version of a model; alias is null when its number was named. */
    @Schema(name = "ServedVersion")
    record ServedVersion(
            String model, int version, @Nullable String alias) {}
}
