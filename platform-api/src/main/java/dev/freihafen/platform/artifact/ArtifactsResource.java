package dev.freihafen.platform.artifact;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.Run;
import dev.freihafen.platform.run.RunStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Artifacts of runs by REST. */
@Path("/api/v1/teams/{team}/runs/{id:[^/:]+}/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Artifacts")
public final class ArtifactsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RunStore runs;
    private final ArtifactStore artifacts;

    ArtifactsResource(CurrentCaller caller, Authorization authorization, RunStore runs, ArtifactStore artifacts) {
        this.caller = caller;
        this.authorization = authorization;
        this.runs = runs;
        this.artifacts = artifacts;
    }

    /** What the steps of a run have put out. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Artifacts of a run in the order its steps gave them",
            description = "type names a schema title such as system.Model or system.Metrics, step a step's path.")
    public Page<ArtifactView> list(
            @RestPath String team,
            @RestPath String id,
            @QueryParam("type") @Nullable String type,
            @QueryParam("step") @Nullable String step,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        Run run = uuid(id).flatMap(known -> runs.find(of, known))
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no run " + id
                        + "; GET /api/v1/teams/" + team + "/runs lists its runs."));
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        List<Artifact> found = artifacts.list(
                run.id(),
                new ArtifactStore.Wanted(type, step),
                page.after().map(ArtifactsResource::number).orElse(0L),
                page.size() + 1);
        boolean more = found.size() > page.size();
        List<Artifact> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown.stream().map(ArtifactView::of).toList(),
                more ? PageRequest.tokenAfter(Long.toString(shown.getLast().number())) : null);
    }

    private static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException foreign) {
            throw new PlatformException.BadRequest(
                    "The pageToken is not one that this list gave; start again without it.");
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
