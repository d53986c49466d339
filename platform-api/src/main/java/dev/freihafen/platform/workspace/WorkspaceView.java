package dev.freihafen.platform.workspace;

import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.cost.HourlyPrice;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A workspace as it is.
 *
 * @param name its name
 * @param team the team it belongs to
 * @param cluster the cluster it is on
 * @param owner account that created it
 * @param image container image; absent for the platform's own
 * @param hardwareClass the class it runs on
 * @param storage size of its volume
 * @param running whether it should run
 * @param state Pending, Starting, Ready, Stopping, Stopped or Failed
 * @param reason PascalCase cause of the state
 * @param message what it waits for and what to do next
 * @param url where a browser opens it
 * @param pricePerHour what it costs an hour while it runs, volume included; null when no part has a price
 * @param createdAt RFC 3339, UTC; absent on a dry run
 */
@Schema(name = "WorkspaceState")
record WorkspaceView(
        String name,
        String team,
        String cluster,
        String owner,
        @Nullable String image,
        String hardwareClass,
        String storage,
        boolean running,
        WorkspaceStatus.State state,
        @Nullable String reason,
        @Nullable String message,
        String url,
        @Nullable HourlyPrice pricePerHour,
        @Nullable String createdAt) {}
