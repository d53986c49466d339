package dev.freihafen.platform.desired;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jboss.logging.Logger;

/** Says in the platform's words what an API server refuses. */
final class ServerRefusals {
    private static final Logger LOG = Logger.getLogger(ServerRefusals.class);

    private ServerRefusals() {}

    static boolean isAlreadyExists(KubernetesClientException failure) {
        return "AlreadyExists".equals(reason(failure));
    }

    static PlatformException translate(KubernetesClientException failure) {
        return switch (reason(failure)) {
            case "AlreadyExists" ->
                new PlatformException.Conflict(
                        "There is one of that name already; choose another name, or delete that one first.");
            case "Conflict" ->
                new PlatformException.PreconditionFailed(
                        "Somebody changed it in between; read it again and repeat with the new ETag.");
            case "Invalid" -> {
                List<FieldError> errors = causes(failure);
                yield new PlatformException.ValidationFailed(
                        errors.isEmpty() ? message(failure) : "Correct what errors lists and send it again.", errors);
            }
            case "Forbidden" -> new PlatformException.Conflict("The cluster does not take it: " + message(failure));
            case "NotFound" ->
                new PlatformException.Conflict(
                        "The team's namespace is not there yet; wait until the team is Ready and try again.");
            default -> {
                LOG.warnf("API server answered %d: %s", failure.getCode(), failure.getMessage());
                yield new PlatformException.Unavailable("The cluster cannot be reached; try again in a moment.");
            }
        };
    }

    private static String reason(KubernetesClientException failure) {
        Status status = failure.getStatus();
        return status == null || status.getReason() == null ? "" : status.getReason();
    }

    private static String message(KubernetesClientException failure) {
        Status status = failure.getStatus();
        return status == null || status.getMessage() == null ? "it gives no reason" : status.getMessage();
    }

    private static List<FieldError> causes(KubernetesClientException failure) {
        Status status = failure.getStatus();
        if (status.getDetails() == null || status.getDetails().getCauses() == null) {
            return List.of();
        }
        return status.getDetails().getCauses().stream()
                .map(ServerRefusals::fieldError)
                .distinct()
                .toList();
    }

    /** REST bodies are the spec itself, so its prefix goes. */
    private static FieldError fieldError(StatusCause cause) {
        String field = cause.getField() == null ? "" : cause.getField();
        String path = field.startsWith("spec.") ? field.substring("spec.".length()) : field;
        return new FieldError(path.equals("<nil>") ? "" : path, String.valueOf(cause.getMessage()));
    }
}
