package dev.freihafen.platform.work;

import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.idempotency.Claim;
import dev.freihafen.platform.idempotency.IdempotencyKeys;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.problem.PlatformException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Creates a resource once for each Idempotency-Key, whatever dies in between: the key is claimed first, the resource
 * carries the request's mark, and only then the key counts as done. Who comes again with a key that is not done creates
 * anew, and takes a resource with the same mark for its own.
 */
@Singleton
final class WorkCreation {
    /** Annotation that says which request made a resource. */
    static final String MARK = "freihafen.dev/request";

    private final Jdbi jdbi;
    private final IdempotencyKeys keys;
    private final DesiredState desired;
    private final Clock clock;

    WorkCreation(Jdbi jdbi, IdempotencyKeys keys, DesiredState desired, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.desired = desired;
        this.clock = clock;
    }

    /**
     * What became of a request.
     *
     * @param isNew false when an earlier request with this key made it
     */
    record Created<T>(T resource, boolean isNew) {}

    /**
     * Creates the resource, or gives the one that an earlier request with this key made.
     *
     * @throws PlatformException.IdempotencyKeyReused when the key came with another body
     */
    <T extends HasMetadata> Created<T> create(WorkKind<T> kind, String team, IdempotentRequest request, T wanted) {
        String name = wanted.getMetadata().getName();
        Claim claim = jdbi.inTransaction(transaction -> keys.begin(transaction, request, name, clock.instant()));
        return switch (claim) {
            case Claim.Fresh() -> make(kind, team, request, wanted);
            case Claim.Begun(String unused) -> make(kind, team, request, wanted);
            case Claim.Replay(String made) ->
                new Created<>(
                        desired.find(kind.type(), team, made).orElseThrow(() -> TeamWork.unknown(kind, team, made)),
                        false);
            case Claim.Reused() ->
                throw new PlatformException.IdempotencyKeyReused(
                        "This Idempotency-Key was used for another request in the last 24 hours; use a new key for a"
                                + " new thing, or send the same body to get what the first request made.");
        };
    }

    /** Where the cluster cannot be asked the claim stays: nobody knows whether the resource was made. */
    private <T extends HasMetadata> Created<T> make(
            WorkKind<T> kind, String team, IdempotentRequest request, T wanted) {
        Map<String, String> annotations = new HashMap<>();
        if (wanted.getMetadata().getAnnotations() != null) {
            annotations.putAll(wanted.getMetadata().getAnnotations());
        }
        annotations.put(MARK, request.mark());
        wanted.getMetadata().setAnnotations(annotations);
        Created<T> created;
        try {
            created = new Created<>(desired.create(wanted, false), true);
        } catch (PlatformException.Conflict refused) {
            T present = desired.find(kind.type(), team, wanted.getMetadata().getName())
                    .filter(there -> isMarked(there, request))
                    .orElse(null);
            if (present == null) {
                jdbi.useHandle(handle -> keys.giveUp(handle, request));
                throw refused;
            }
            created = new Created<>(present, false);
        } catch (PlatformException.ValidationFailed refused) {
            jdbi.useHandle(handle -> keys.giveUp(handle, request));
            throw refused;
        }
        jdbi.useHandle(handle -> keys.complete(handle, request));
        return created;
    }

    private static boolean isMarked(HasMetadata there, IdempotentRequest request) {
        return Optional.ofNullable(there.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(MARK))
                .filter(request.mark()::equals)
                .isPresent();
    }
}
