package dev.freihafen.platform.proxy;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a caller may ask a served model, and where that is. */
@Singleton
final class EndpointDoor {
    /** The part of the Open Inference Protocol v2 that asks; the part that loads and unloads models stays closed. */
    private static final Pattern OPEN =
            Pattern.compile("/v2/(health(/live|/ready)?|models/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}(/infer)?)");

    private final Authorization authorization;
    private final Workloads workloads;

    EndpointDoor(Authorization authorization, Workloads workloads) {
        this.authorization = authorization;
        this.workloads = workloads;
    }

    /**
     * The way to the model.
     *
     * @param path path behind the endpoint's name, normalized
     * @param query query with its question mark, or empty
     * @throws PlatformException.NotFound when the path is closed, or the caller may not know of the endpoint
     * @throws PlatformException.NotReady with the reason when it does not answer now
     */
    Upstream open(Caller caller, String team, String name, String path, String query) {
        authorization.require(caller, Operation.CallEndpoint, team);
        ModelEndpoint endpoint = workloads
                .endpoint(team, name)
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no endpoint " + name + "."));
        if (!OPEN.matcher(path).matches()) {
            throw new PlatformException.NotFound(
                    "An endpoint answers /v2/health, /v2/health/live, /v2/health/ready, /v2/models/<model> and /v2/models/<model>/infer.");
        }
        @Nullable ModelEndpointStatus status = endpoint.getStatus();
        if (status == null || status.state() != ModelEndpointStatus.State.Ready) {
            throw notReady(name, status);
        }
        return Upstream.at(status.address(), path + query, null);
    }

    private static PlatformException.NotReady notReady(String name, @Nullable ModelEndpointStatus status) {
        return status == null
                ? Unready.because("Endpoint " + name, null, null, null)
                : Unready.because("Endpoint " + name, status.state(), status.reason(), status.message());
    }
}
