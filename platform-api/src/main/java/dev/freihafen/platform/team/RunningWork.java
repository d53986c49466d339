package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What of a team still runs. */
@Singleton
final class RunningWork {
    private static final int PAGE = 200;
    private final DesiredState desired;

    RunningWork(DesiredState desired) {
        this.desired = desired;
    }

    /** One entry for each workspace, run and endpoint that has not ended. */
    List<FieldError> of(String team) {
        List<FieldError> running = new ArrayList<>();
        each(Workspace.class, team, workspace -> {
            if (runs(workspace)) {
                running.add(entry("workspaces/", workspace, "runs; stop or delete it"));
            }
        });
        each(PipelineRun.class, team, run -> {
            if (!isOver(run.getStatus() == null ? null : run.getStatus().state())) {
                running.add(entry("runs/", run, "is not over; wait for it or cancel it"));
            }
        });
        each(ModelEndpoint.class, team, endpoint -> running.add(entry("endpoints/", endpoint, "serves; delete it")));
        return running;
    }

    private <T extends HasMetadata> void each(Class<T> kind, String team, Consumer<T> visitor) {
        @Nullable String token = null;
        do {
            Page<T> page = desired.list(kind, team, new PageRequest(PAGE, token));
            page.items().forEach(visitor);
            token = page.nextPageToken();
        } while (token != null);
    }

    static boolean runs(Workspace workspace) {
        WorkspaceStatus status = workspace.getStatus();
        return workspace.getSpec().running() || (status != null && status.state() == WorkspaceStatus.State.Stopping);
    }

    private static boolean isOver(@Nullable RunState state) {
        return state != null && state.isTerminal();
    }

    private static FieldError entry(String prefix, HasMetadata work, String message) {
        return new FieldError(prefix + work.getMetadata().getName(), message);
    }
}
