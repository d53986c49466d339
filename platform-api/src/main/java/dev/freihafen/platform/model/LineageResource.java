package dev.freihafen.platform.model;

import dev.freihafen.platform.artifact.Artifact;
import dev.freihafen.platform.artifact.ArtifactStore;
import dev.freihafen.platform.artifact.ArtifactView;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.Run;
import dev.freihafen.platform.run.RunStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** From a run to what serves it, by REST. */
@Path("/api/v1/teams/{team}/runs/{id:[^/:]+}/lineage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Artifacts")
public final class LineageResource {
    private static final int MOST = 1000;

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RunStore runs;
    private final ArtifactStore artifacts;
    private final ModelStore models;
    private final ServingEndpoints endpoints;

    LineageResource(
            CurrentCaller caller,
            Authorization authorization,
            RunStore runs,
            ArtifactStore artifacts,
            ModelStore models,
            ServingEndpoints endpoints) {
        this.caller = caller;
        this.authorization = authorization;
        this.runs = runs;
        this.artifacts = artifacts;
        this.models = models;
        this.endpoints = endpoints;
    }

    /** The lineage of a run, downwards. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What became of a run: artifacts, versions of models made of them, endpoints that serve these")
    public LineageView get(@RestPath String team, @RestPath String id) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        Run run = uuid(id).flatMap(known -> runs.find(of, known))
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no run " + id
                        + "; GET /api/v1/teams/" + team + "/runs lists its runs."));
        List<Artifact> found = artifacts.list(run.id(), ArtifactStore.Wanted.ALL, 0, MOST + 1);
        List<ModelVersion> versions = models.ofRun(of, run.id());
        Map<String, List<String>> serving = versions.isEmpty() ? Map.of() : endpoints.byPlace(team);
        return new LineageView(
                run.id(),
                run.pipeline(),
                run.version(),
                run.digest(),
                run.owner(),
                found.stream()
                        .limit(MOST)
                        .map(artifact -> new LineageView.Made(
                                ArtifactView.of(artifact), registered(artifact, versions, serving)))
                        .toList(),
                found.size() > MOST);
    }

    private static List<LineageView.Registered> registered(
            Artifact artifact, List<ModelVersion> versions, Map<String, List<String>> serving) {
        return versions.stream()
                .filter(version -> version.source().artifact().equals(artifact.id()))
                .map(version -> new LineageView.Registered(
                        version.model(),
                        version.version(),
                        version.aliases(),
                        serving.getOrDefault(version.uri(), List.of())))
                .toList();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
