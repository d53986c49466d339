package dev.freihafen.platform.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.hardware.HardwareCatalogue;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Workspaces as resources and as REST shows them. */
@Singleton
final class Workspaces {
    static final String DELETE_VOLUME = "freihafen.dev/delete-volume";
    private final HardwareCatalogue hardware;
    private final PlatformConfig config;

    Workspaces(HardwareCatalogue hardware, PlatformConfig config) {
        this.hardware = hardware;
        this.config = config;
    }

    /** The resource to be; its name and place are given later. */
    Workspace wanted(WorkspaceBody body, String owner) {
        hardware.require(body.hardwareClass());
        Workspace workspace = new Workspace();
        workspace.setSpec(new WorkspaceSpec(
                body.image(),
                body.hardwareClass(),
                Objects.requireNonNullElse(body.storage(), config.workspaces().storage()),
                true,
                owner));
        return workspace;
    }

    static Workspace running(Workspace workspace, boolean running) {
        WorkspaceSpec spec = workspace.getSpec();
        workspace.setSpec(new WorkspaceSpec(spec.image(), spec.hardwareClass(), spec.storage(), running, spec.owner()));
        return workspace;
    }

    static Workspace withoutVolume(Workspace workspace) {
        Map<String, String> annotations = new HashMap<>();
        if (workspace.getMetadata().getAnnotations() != null) {
            annotations.putAll(workspace.getMetadata().getAnnotations());
        }
        annotations.put(DELETE_VOLUME, "true");
        workspace.getMetadata().setAnnotations(annotations);
        return workspace;
    }

    WorkspaceView view(String team, Workspace workspace) {
        WorkspaceSpec spec = workspace.getSpec();
        @Nullable WorkspaceStatus status = workspace.getStatus();
        String name = workspace.getMetadata().getName();
        return new WorkspaceView(
                name,
                team,
                config.cluster(),
                spec.owner(),
                spec.image(),
                spec.hardwareClass(),
                spec.storage(),
                spec.running(),
                status == null || status.state() == null ? WorkspaceStatus.State.Pending : status.state(),
                status == null ? null : status.reason(),
                status == null ? null : status.message(),
                config.workspaces().origin() + "/w/" + team + "/" + name + "/",
                hardware.price(spec.hardwareClass(), spec.storage(), 1).orElse(null),
                workspace.getMetadata().getCreationTimestamp());
    }
}
