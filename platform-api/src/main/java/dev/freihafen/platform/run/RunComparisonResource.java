package dev.freihafen.platform.run;

import dev.freihafen.platform.cost.CostView;
import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Runs side by side. */
@Path("/api/v1/teams/{team}/runs:compare")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
final class RunComparisonResource {
    private static final int MOST = 10;

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RunFinder finder;
    private final StepOutputStore outputs;
    private final TeamCosts costs;

    RunComparisonResource(
            CurrentCaller caller,
            Authorization authorization,
            RunFinder finder,
            StepOutputStore outputs,
            TeamCosts costs) {
        this.caller = caller;
        this.authorization = authorization;
        this.finder = finder;
        this.outputs = outputs;
        this.costs = costs;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Runs side by side: parameters, metrics, cost and duration")
    public RunComparison compare(
            @RestPath String team,
            @QueryParam("ids")
                    @Parameter(
                            description = "2 to 10 ids of runs, separated by commas",
                            example = "2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10,7b0e3c54-92a4-4b61-8c11-0d5f5a1e9a3d")
                    @Nullable
                    String ids) {
        Caller who = caller.get();
        authorization.require(who, Operation.ReadWork, team);
        authorization.require(who, Operation.ReadCosts, team);
        List<String> wanted = ids == null
                ? List.of()
                : Arrays.stream(ids.split(",", -1))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        if (wanted.size() < 2 || wanted.size() > MOST) {
            throw new PlatformException.ValidationFailed(
                    "Name the runs to compare.",
                    List.of(new FieldError("ids", "must be 2 to " + MOST + " ids of runs, separated by commas")));
        }
        List<Run> runs = wanted.stream()
                .map(id -> finder.find(who, Operation.ReadWork, team, id))
                .toList();
        Map<UUID, CostView> known = new HashMap<>();
        runs.forEach(run -> known.put(run.id(), costs.ofRun(team, run.id())));
        return RunComparison.of(
                runs, known, outputs.ofRuns(runs.stream().map(Run::id).toList()));
    }
}
