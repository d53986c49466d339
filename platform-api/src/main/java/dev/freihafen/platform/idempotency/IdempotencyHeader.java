package dev.freihafen.platform.idempotency;

import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request header {@code Idempotency-Key}. */
public final class IdempotencyHeader {
    /** Its name. */
    public static final String NAME = "Idempotency-Key";

    private IdempotencyHeader() {}

    /**
     * The header as a request that can be claimed.
     *
     * @param value of the header; null when there is none
     * @param body of the request, as it was sent
     * @throws PlatformException.BadRequest when the value is no key
     */
    public static Optional<IdempotentRequest> read(
            @Nullable String value, Caller caller, TeamKey team, String operation, String body) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IdempotentRequest(
                    caller.subject(),
                    team.name() + "/" + team.uid(),
                    operation,
                    value,
                    IdempotentRequest.digest(body)));
        } catch (IllegalArgumentException unfit) {
            throw new PlatformException.BadRequest(
                    String.valueOf(unfit.getMessage()), List.of(new FieldError(NAME, "cannot be used as a key")));
        }
    }
}
