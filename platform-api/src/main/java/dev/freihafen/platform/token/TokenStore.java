package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.Scope;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Tokens, and what was last said of their owners, in PostgreSQL. */
@Singleton
final class TokenStore {
    /** The time of the last use is written this often at most. */
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private final Jdbi jdbi;

    TokenStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A token with what was last said of its owner. */
    record Known(MachineToken token, SeenGroups seen) {}

    /** Keeps a new token, in the transaction of the caller. */
    void insert(Handle transaction, MachineToken token, String hash) {
        transaction
                .createUpdate("""
                        insert into machine_tokens
                          (id, hash, team, team_uid, name, subject, owner, scopes, created_at, expires_at)
                        values (:id, :hash, :team, :uid, :name, :subject, :owner, :scopes, :created, :expires)
                        """)
                .bind("id", token.id())
                .bind("hash", hash)
                .bind("team", token.team().name())
                .bind("uid", token.team().uid())
                .bind("name", token.name())
                .bind("subject", token.subject())
                .bind("owner", token.owner())
                .bindArray(
                        "scopes",
                        String.class,
                        token.scopes().stream().map(Scope::name).sorted().toList())
                .bind("created", token.createdAt().atOffset(ZoneOffset.UTC))
                .bind("expires", token.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Remembers what was said of somebody who makes a token, unless something newer is known. */
    void keepGroups(Handle transaction, String subject, SeenGroups seen) {
        transaction
                .createUpdate("""
                        insert into seen_groups as known (subject, groups, seen_at) values (:subject, :groups, :at)
                        on conflict (subject) do update set groups = excluded.groups, seen_at = excluded.seen_at
                          where known.seen_at < excluded.seen_at
                        """)
                .bind("subject", subject)
                .bindArray("groups", String.class, List.copyOf(seen.groups()))
                .bind("at", seen.seenAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Remembers what was said of somebody who made tokens before; nothing happens for all others. */
    void renewGroups(String subject, SeenGroups seen) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update seen_groups set groups = :groups, seen_at = :at
                        where subject = :subject and seen_at < :at
                        """)
                .bind("subject", subject)
                .bindArray("groups", String.class, List.copyOf(seen.groups()))
                .bind("at", seen.seenAt().atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** The token with that hash. */
    Optional<Known> find(String hash) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from machine_tokens join seen_groups using (subject) where hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> known(row))
                .findOne());
    }

    /** The token with that id. */
    Optional<Known> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from machine_tokens join seen_groups using (subject) where id = :id")
                .bind("id", id)
                .map((row, context) -> known(row))
                .findOne());
    }

    /**
     * Tokens, newest first.
     *
     * @param team of this team only; null for all
     * @param subject of this owner only; null for all
     * @param after those after this one only; null for all
     */
    List<Known> list(@Nullable TeamKey team, @Nullable String subject, @Nullable TokenPlace after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from machine_tokens join seen_groups using (subject)
                        where (cast(:team as text) is null or team = :team and team_uid = :uid)
                          and (cast(:subject as text) is null or subject = :subject)
                          and (cast(:at as timestamptz) is null
                            or (created_at, id) < (cast(:at as timestamptz), cast(:id as uuid)))
                        order by created_at desc, id desc limit :limit
                        """)
                .bind("team", team == null ? null : team.name())
                .bind("uid", team == null ? null : team.uid())
                .bind("subject", subject)
                .bind("at", after == null ? null : after.createdAt().atOffset(ZoneOffset.UTC))
                .bind("id", after == null ? null : after.id())
                .bind("limit", limit)
                .map((row, context) -> known(row))
                .list());
    }

    /** How many tokens of somebody are neither expired nor revoked. */
    int countOpen(Handle handle, String subject, Instant now) {
        return handle.createQuery("""
                        select count(*) from machine_tokens
                        where subject = :subject and revoked_at is null and expires_at > :now
                        """)
                .bind("subject", subject)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .one();
    }

    /** Remembers that it was used just now. */
    void used(UUID id, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update machine_tokens set last_used_at = :now
                        where id = :id and (last_used_at is null or last_used_at < :before)
                        """)
                .bind("id", id)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("before", now.minus(USE_GRAIN).atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** Takes it back; false when that was done before. */
    boolean revoke(Handle transaction, UUID id, String by, Instant now) {
        return transaction
                        .createUpdate("""
                        update machine_tokens set revoked_at = :now, revoked_by = :by
                        where id = :id and revoked_at is null
                        """)
                        .bind("id", id)
                        .bind("by", by)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .execute()
                == 1;
    }

    private static Known known(ResultSet row) throws SQLException {
        MachineToken token = new MachineToken(
                row.getObject("id", UUID.class),
                new TeamKey(row.getString("team"), row.getString("team_uid")),
                row.getString("name"),
                row.getString("subject"),
                row.getString("owner"),
                strings(row.getArray("scopes")).stream().map(Scope::valueOf).collect(Collectors.toSet()),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"),
                row.getString("revoked_by"));
        return new Known(
                token,
                new SeenGroups(
                        strings(row.getArray("groups")),
                        row.getTimestamp("seen_at").toInstant()));
    }

    private static Set<String> strings(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).collect(Collectors.toSet());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
