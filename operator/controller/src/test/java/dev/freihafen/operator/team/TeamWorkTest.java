package dev.freihafen.operator.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeamWorkTest {
    @Test
    void runningWorkIsListedByKindAndName() {
        assertThat(TeamWork.names(
                        List.of(workspace("notes", true)),
                        List.of(run("r-1", null), run("r-2", RunState.Running)),
                        List.of(endpoint("digits"))))
                .containsExactly("endpoint digits", "run r-1", "run r-2", "workspace notes");
    }

    @Test
    void whatHasEndedIsNoWork() {
        assertThat(TeamWork.names(
                        List.of(workspace("notes", false)),
                        List.of(run("r-1", RunState.Succeeded), run("r-2", RunState.Canceled)),
                        List.of()))
                .isEmpty();
    }

    private static Workspace workspace(String name, boolean running) {
        Workspace workspace = new Workspace();
        workspace.setMetadata(new ObjectMetaBuilder().withName(name).build());
        workspace.setSpec(new WorkspaceSpec(null, "small", "1Gi", running, "me"));
        return workspace;
    }

    private static PipelineRun run(String name, RunState state) {
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder().withName(name).build());
        if (state != null) {
            run.setStatus(new PipelineRunStatus(
                    state, null, null, null, null, null, null, null, null, List.of(), null, List.of()));
        }
        return run;
    }

    private static ModelEndpoint endpoint(String name) {
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.setMetadata(new ObjectMetaBuilder().withName(name).build());
        return endpoint;
    }
}
