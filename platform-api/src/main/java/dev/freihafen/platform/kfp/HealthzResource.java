package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What clients ask first. The team is in the path, so clients need no namespace: it says single user. */
@Path(KfpDoor.ROOT + "/healthz")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kubeflow Pipelines")
final class HealthzResource {
    private final KfpDoor door;

    HealthzResource(KfpDoor door) {
        this.door = door;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Whether the surface answers you")
    public ObjectNode healthz(@RestPath String team) {
        door.read(team, null);
        return new Answer()
                .put("multi_user", false)
                .put("pipeline_store", "database")
                .json();
    }
}
