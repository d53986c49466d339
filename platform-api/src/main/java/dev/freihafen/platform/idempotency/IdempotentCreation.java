package dev.freihafen.platform.idempotency;

import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Creates named things once for each Idempotency-Key. The key is claimed in a transaction that ends after the thing was
 * made: when making it fails, the key is free again; a second request at the same time waits for the first.
 */
@Singleton
public final class IdempotentCreation {
    private final Jdbi jdbi;
    private final IdempotencyKeys keys;
    private final Clock clock;

    IdempotentCreation(Jdbi jdbi, IdempotencyKeys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What became of a request.
     *
     * @param thing the thing
     * @param created false when an earlier request with this key made it
     */
    public record Created<T>(T thing, boolean created) {}

    /**
     * Creates the thing, or reads the one that an earlier request with this key made.
     *
     * @param key present when the request carried an Idempotency-Key
     * @param name name of the thing
     * @throws PlatformException.IdempotencyKeyReused when the key came with another body
     */
    public <T> Created<T> create(Optional<IdempotentRequest> key, String name, Supplier<T> create, Supplier<T> read) {
        if (key.isEmpty()) {
            return new Created<>(create.get(), true);
        }
        return jdbi.inTransaction(transaction -> switch (keys.claim(transaction, key.get(), name, clock.instant())) {
            case Claim.Fresh() -> new Created<>(create.get(), true);
            case Claim.Replay(String made) -> new Created<>(read.get(), false);
            case Claim.Reused() ->
                throw new PlatformException.IdempotencyKeyReused(
                        "This Idempotency-Key was used for another request in the last 24 hours; use a new key for a"
                                + " new thing, or send the same body to get what the first request made.");
        });
    }
}
