package dev.freihafen.platform.idempotency;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Remembers for 24 hours which request a key stood for. A claim is made in the transaction that creates the thing: of
 * two requests at the same moment the second waits at the primary key until the first has committed or given up.
 */
@Singleton
public class IdempotencyKeys {
    private static final String SAME =
            "caller = :caller and team = :team and operation = :operation and key = :key and request_digest = :digest";

    /** How long a key is remembered. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    /**
     * Claims a key for a thing that is about to be created in the same transaction.
     *
     * @param resource id of the thing, told to those who send the request again
     */
    public Claim claim(Handle transaction, IdempotentRequest request, String resource, Instant now) {
        return claim(transaction, request, resource, now, true);
    }

    /**
     * Claims a key for a thing that is about to be created elsewhere, after the transaction; {@link #complete} or
     * {@link #giveUp} follows.
     */
    public Claim begin(Handle transaction, IdempotentRequest request, String resource, Instant now) {
        return claim(transaction, request, resource, now, false);
    }

    private Claim claim(
            Handle transaction, IdempotentRequest request, String resource, Instant now, boolean completed) {
        int claimed = transaction
                .createUpdate("""
                        insert into idempotency_keys as k
                          (caller, team, operation, key, request_digest, resource, created_at, completed)
                        values (:caller, :team, :operation, :key, :digest, :resource, :now, :completed)
                        on conflict (caller, team, operation, key) do update
                          set request_digest = excluded.request_digest, resource = excluded.resource,
                              created_at = excluded.created_at, completed = excluded.completed
                          where k.created_at <= :expired
                        """)
                .bind("caller", request.caller())
                .bind("team", request.team())
                .bind("operation", request.operation())
                .bind("key", request.key())
                .bind("digest", request.digest())
                .bind("resource", resource)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("completed", completed)
                .bind("expired", now.minus(LIFETIME).atOffset(ZoneOffset.UTC))
                .execute();
        return claimed == 1
                ? new Claim.Fresh()
                : find(transaction, request, now)
                        .orElseThrow(() -> new IllegalStateException("a key that was taken is not there"));
    }

    /** What a key stands for already: a replay or another request; empty when it is free. */
    public Optional<Claim> find(Handle handle, IdempotentRequest request, Instant now) {
        return handle.createQuery("""
                        select request_digest, resource, completed from idempotency_keys
                        where caller = :caller and team = :team and operation = :operation and key = :key
                          and created_at > :expired
                        """)
                .bind("caller", request.caller())
                .bind("team", request.team())
                .bind("operation", request.operation())
                .bind("key", request.key())
                .bind("expired", now.minus(LIFETIME).atOffset(ZoneOffset.UTC))
                .map((row, context) -> claimOf(row, request))
                .findOne();
    }

    private static Claim claimOf(ResultSet row, IdempotentRequest request) throws SQLException {
        if (!row.getString("request_digest").equals(request.digest())) {
            return new Claim.Reused();
        }
        String resource = row.getString("resource");
        return row.getBoolean("completed") ? new Claim.Replay(resource) : new Claim.Begun(resource);
    }

    /** The thing of a key that was begun is there. */
    public void complete(Handle handle, IdempotentRequest request) {
        handle.createUpdate("update idempotency_keys set completed = true where " + SAME)
                .bindMethods(request)
                .execute();
    }

    /** The thing of a key that was begun will never be: the key is free again. */
    public void giveUp(Handle handle, IdempotentRequest request) {
        handle.createUpdate("delete from idempotency_keys where not completed and " + SAME)
                .bindMethods(request)
                .execute();
    }

    /** Forgets that a thing was made, when it was taken back in the same transaction. */
    public void forget(Handle transaction, String operation, String resource) {
        transaction
                .createUpdate("delete from idempotency_keys where operation = :operation and resource = :resource")
                .bind("operation", operation)
                .bind("resource", resource)
                .execute();
    }

    /** Deletes keys that are over their lifetime; returns how many. */
    public int expire(Handle handle, Instant now) {
        return handle.createUpdate("delete from idempotency_keys where created_at <= :expired")
                .bind("expired", now.minus(LIFETIME).atOffset(ZoneOffset.UTC))
                .execute();
    }
}
