package dev.freihafen.operator.team;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Workspace;
import java.util.List;
import java.util.stream.Stream;

/** What of a team still runs. Pure. */
final class TeamWork {
    private TeamWork() {}

    /** Kind and name of each piece of work that runs, sorted. */
    static List<String> names(List<Workspace> workspaces, List<PipelineRun> runs, List<ModelEndpoint> endpoints) {
        return Stream.of(
                        workspaces.stream()
                                .filter(workspace -> workspace.getSpec().running())
                                .map(workspace ->
                                        "workspace " + workspace.getMetadata().getName()),
                        runs.stream()
                                .filter(run -> run.getStatus() == null
                                        || run.getStatus().state() == null
                                        || !run.getStatus().state().isTerminal())
                                .map(run -> "run " + run.getMetadata().getName()),
                        endpoints.stream()
                                .map(endpoint ->
                                        "endpoint " + endpoint.getMetadata().getName()))
                .flatMap(names -> names)
                .sorted()
                .toList();
    }
}
