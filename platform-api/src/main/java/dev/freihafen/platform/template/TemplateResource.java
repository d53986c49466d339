package dev.freihafen.platform.template;

import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Templates by REST; everybody who may come in may see them. */
@Path("/api/v1/pipeline-templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pipelines")
final class TemplateResource {
    private final CurrentCaller caller;
    private final Templates templates;

    TemplateResource(CurrentCaller caller, Templates templates) {
        this.caller = caller;
        this.templates = templates;
    }

    @GET
    @Operation(summary = "Pipelines for those who begin")
    public Page<TemplateView.Item> list() {
        caller.get();
        return new Page<>(templates.list(), null);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "A pipeline for those who begin: its source, compiled, and how it is run")
    public TemplateView get(@RestPath String name) {
        caller.get();
        return templates.find(name);
    }
}
