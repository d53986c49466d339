package dev.freihafen.platform.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.hardware.HardwareCatalogue;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes workspaces and tells of them. */
@Singleton
final class Workspaces {
    static final String DELETE_VOLUME = "freihafen.dev/delete-volume";
    private final DesiredState desired;
    private final HardwareCatalogue hardware;
    private final PlatformConfig config;

    Workspaces(DesiredState desired, HardwareCatalogue hardware, PlatformConfig config) {
        this.desired = desired;
        this.hardware = hardware;
        this.config = config;
    }

    WorkspaceView create(String team, WorkspaceBody body, String owner, boolean dryRun) {
        hardware.require(body.hardwareClass());
        Workspace workspace = new Workspace();
        workspace.getMetadata().setName(body.name());
        workspace.getMetadata().setNamespace(DesiredState.namespaceOf(team));
        workspace.setSpec(new WorkspaceSpec(
                body.image(),
                body.hardwareClass(),
                Objects.requireNonNullElse(body.storage(), config.workspaces().storage()),
                true,
                owner));
        return view(team, desired.create(workspace, dryRun));
    }

    Page<WorkspaceView> list(String team, PageRequest request) {
        return desired.list(Workspace.class, team, request).map(workspace -> view(team, workspace));
    }

    WorkspaceView get(String team, String name) {
        return view(team, find(team, name));
    }

    String ownerOf(String team, String name) {
        return find(team, name).getSpec().owner();
    }

    WorkspaceView run(String team, String name, boolean running) {
        return desired.edit(Workspace.class, team, name, workspace -> running(workspace, running))
                .map(workspace -> view(team, workspace))
                .orElseThrow(() -> unknown(team, name));
    }

    void delete(String team, String name, boolean deleteVolume) {
        if (deleteVolume) {
            desired.edit(Workspace.class, team, name, Workspaces::withoutVolume);
        }
        if (!desired.delete(Workspace.class, team, name)) {
            throw unknown(team, name);
        }
    }

    private Workspace find(String team, String name) {
        return desired.find(Workspace.class, team, name).orElseThrow(() -> unknown(team, name));
    }

    private static Workspace running(Workspace workspace, boolean running) {
        WorkspaceSpec spec = workspace.getSpec();
        workspace.setSpec(new WorkspaceSpec(spec.image(), spec.hardwareClass(), spec.storage(), running, spec.owner()));
        return workspace;
    }

    private static Workspace withoutVolume(Workspace workspace) {
        Map<String, String> annotations = new HashMap<>();
        if (workspace.getMetadata().getAnnotations() != null) {
            annotations.putAll(workspace.getMetadata().getAnnotations());
        }
        annotations.put(DELETE_VOLUME, "true");
        workspace.getMetadata().setAnnotations(annotations);
        return workspace;
    }

    private WorkspaceView view(String team, Workspace workspace) {
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

    private static PlatformException.NotFound unknown(String team, String name) {
        return new PlatformException.NotFound("Team " + team + " has no workspace " + name + ".");
    }
}
