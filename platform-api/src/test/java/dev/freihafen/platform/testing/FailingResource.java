package dev.freihafen.platform.testing;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails with a secret in the exception, to see that it stays inside. */
@Path("/api/v1/failing")
final class FailingResource {
    static final String SECRET = "canary-7f3a";

    @GET
    @Operation(hidden = true)
    public String fail() {
        throw new IllegalStateException(SECRET);
    }
}
