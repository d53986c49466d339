package dev.freihafen.platform.artifact;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One artifact by REST. */
@Path("/api/v1/teams/{team}/artifacts/{artifact}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Artifacts")
public final class ArtifactResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final ArtifactStore artifacts;

    ArtifactResource(CurrentCaller caller, Authorization authorization, ArtifactStore artifacts) {
        this.caller = caller;
        this.authorization = authorization;
        this.artifacts = artifacts;
    }

    /** The artifact. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One artifact of the team's runs")
    public ArtifactView get(@RestPath String team, @RestPath String artifact) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        return uuid(artifact)
                .flatMap(known -> artifacts.find(of, known))
                .map(ArtifactView::of)
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no artifact " + artifact
                        + "; GET /api/v1/teams/" + team + "/runs/{id}/artifacts lists those of a run."));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
