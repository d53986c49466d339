package dev.freihafen.platform.proxy;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a caller gets into a workspace, and where that is. */
@Singleton
final class WorkspaceDoor {
    private final Authorization authorization;
    private final Workloads workloads;
    private final Optional<String> key;

    WorkspaceDoor(Authorization authorization, Workloads workloads, PlatformConfig config) {
        this.authorization = authorization;
        this.workloads = workloads;
        this.key = config.workspaceKey();
    }

    /**
     * The way into the workspace.
     *
     * @throws PlatformException.NotFound when the caller may not know of it or it is not there
     * @throws PlatformException.Forbidden when it is somebody else's
     * @throws PlatformException.NotReady with the reason when it does not answer now
     */
    Upstream open(Caller caller, String team, String name) {
        authorization.require(caller, Operation.OpenWorkspace, team);
        Workspace workspace = workloads
                .workspace(team, name)
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no workspace " + name + "."));
        authorization.requireOn(
                caller, Operation.OpenWorkspace, team, workspace.getSpec().owner());
        @Nullable WorkspaceStatus status = workspace.getStatus();
        if (status == null || status.state() != WorkspaceStatus.State.Ready) {
            throw notReady(name, status);
        }
        String secret = key.orElseThrow(() -> new PlatformException.Unavailable(
                "This installation has no key for workspaces; its administrator sets freihafen.workspace-key."));
        return Upstream.at(
                status.address(),
                null,
                "token " + WorkspaceToken.of(workspace.getMetadata().getUid(), secret));
    }

    private static PlatformException.NotReady notReady(String name, @Nullable WorkspaceStatus status) {
        return status == null
                ? Unready.because("Workspace " + name, null, null, null)
                : Unready.because("Workspace " + name, status.state(), status.reason(), status.message());
    }
}
