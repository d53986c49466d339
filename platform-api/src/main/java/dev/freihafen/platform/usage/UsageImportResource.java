package dev.freihafen.platform.usage;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Usage of clusters without an operator, from a file. */
@Path("/api/v1/usage:import")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public final class UsageImportResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final UsageImport files;

    UsageImportResource(CurrentCaller caller, Authorization authorization, UsageImport files) {
        this.caller = caller;
        this.authorization = authorization;
        this.files = files;
    }

    /** How many intervals a file had. */
    public record Imported(int rows) {}

    /** Takes in a file of usage: all of it or, where anything is wrong, nothing. */
    @POST
    @Consumes("text/csv")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Take in usage.csv, all of it or nothing, at most 16 MiB; Finance")
    public Imported take(InputStream csv) {
        authorization.requirePlatform(caller.get(), Operation.ManageRates);
        return new Imported(files.take(csv));
    }
}
