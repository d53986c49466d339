package dev.freihafen.platform.hardware;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.desired.ETags;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Hardware classes by REST. */
@Path("/api/v1/hardware-classes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Hardware classes")
final class HardwareResource {
    private static final String EXAMPLE = """
            {"displayName":"Small","requests":{"cpu":"500m","memory":"1Gi"},"limits":{"cpu":"1","memory":"2Gi"}}""";
    private final DesiredState desired;
    private final HardwareCatalogue catalogue;
    private final Authorization authorization;
    private final CurrentCaller caller;

    HardwareResource(
            DesiredState desired, HardwareCatalogue catalogue, Authorization authorization, CurrentCaller caller) {
        this.desired = desired;
        this.catalogue = catalogue;
        this.authorization = authorization;
        this.caller = caller;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Hardware classes and what they cost an hour")
    public Page<HardwareView> list(
            @QueryParam("pageSize") @Nullable String pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        authorization.requirePlatform(caller.get(), Operation.ReadHardwareClasses);
        return desired.list(HardwareClass.class, null, PageRequest.parse(pageSize, pageToken))
                .map(catalogue::view);
    }

    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One hardware class, with its ETag")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HardwareView.class)))
    public RestResponse<HardwareView> get(@PathParam("name") String name) {
        authorization.requirePlatform(caller.get(), Operation.ReadHardwareClasses);
        return tagged(
                RestResponse.Status.OK,
                desired.find(HardwareClass.class, null, name).orElseThrow(() -> unknown(name)));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Create or replace a hardware class",
            description = "A change applies at the next start of a workload.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HardwareView.class)))
    public RestResponse<HardwareView> put(
            @PathParam("name") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @RequestBody(content = @Content(examples = @ExampleObject(name = "small", value = EXAMPLE))) @NotNull
                    HardwareClassSpec spec) {
        authorization.requirePlatform(caller.get(), Operation.ManageHardwareClasses);
        Optional<HardwareClass> present = desired.find(HardwareClass.class, null, name);
        ETags.check(ifMatch, ifNoneMatch, present.orElse(null));
        if (present.isEmpty()) {
            HardwareClass made = new HardwareClass();
            made.getMetadata().setName(name);
            made.setSpec(spec);
            return tagged(RestResponse.Status.CREATED, desired.create(made, false));
        }
        HardwareClass changed = desired.edit(HardwareClass.class, null, name, before -> {
                    ETags.check(ifMatch, ifNoneMatch, before);
                    before.setSpec(spec);
                    return before;
                })
                .orElseThrow(() -> unknown(name));
        return tagged(RestResponse.Status.OK, changed);
    }

    @DELETE
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a hardware class",
            description = "What runs on it goes on; it cannot be started again on this class.")
    @APIResponse(responseCode = "202", description = "It is being deleted")
    public RestResponse<Void> delete(@PathParam("name") String name) {
        authorization.requirePlatform(caller.get(), Operation.ManageHardwareClasses);
        if (!desired.delete(HardwareClass.class, null, name)) {
            throw unknown(name);
        }
        return RestResponse.accepted();
    }

    private RestResponse<HardwareView> tagged(RestResponse.Status status, HardwareClass hardware) {
        return RestResponse.ResponseBuilder.create(status, catalogue.view(hardware))
                .header("ETag", ETags.of(hardware))
                .build();
    }

    private static PlatformException.NotFound unknown(String name) {
        return new PlatformException.NotFound(
                "There is no hardware class " + name + "; GET /api/v1/hardware-classes lists them.");
    }
}
