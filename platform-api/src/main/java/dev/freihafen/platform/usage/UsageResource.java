package dev.freihafen.platform.usage;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where the operators send what they saw. */
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public final class UsageResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final FeedIntake intake;

    UsageResource(CurrentCaller caller, Authorization authorization, FeedIntake intake) {
        this.caller = caller;
        this.authorization = authorization;
        this.intake = intake;
    }

    /** Takes in a batch of the caller's own cluster; every row is acknowledged, a bad one with the reason. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Send usage, events and logs of a cluster; operators only")
    public FeedAnswer take(@Nullable FeedBatch batch) {
        Caller who = caller.get();
        authorization.requirePlatform(who, Operation.SendUsage);
        if (batch == null) {
            throw new PlatformException.BadRequest("The body is empty; send cluster and rows.");
        }
        String cluster = who.operatorCluster().orElseThrow();
        if (!cluster.equals(batch.cluster())) {
            throw new PlatformException.Forbidden(
                    "This token may send for the cluster " + cluster + " alone; the body must name it.");
        }
        if (batch.rows().size() > FeedBatch.MAX_ROWS) {
            throw new PlatformException.PayloadTooLarge(
                    "A batch has at most " + FeedBatch.MAX_ROWS + " rows; send it in parts.",
                    List.of(new FieldError("rows", "has " + batch.rows().size() + " items")));
        }
        return intake.take(cluster, batch);
    }
}
