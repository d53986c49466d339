package dev.freihafen.platform.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.PlatformRole;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.run.RunRequest;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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

/** Schedules in PostgreSQL. */
@Singleton
public class ScheduleStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    ScheduleStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** The schedule of that name. */
    public Optional<Schedule> find(TeamKey team, String name) {
        return jdbi.withHandle(handle -> find(handle, team, name, ""));
    }

    /** The same, which nobody else changes until the transaction ends. */
    Optional<Schedule> lock(Handle transaction, TeamKey team, String name) {
        return find(transaction, team, name, " for update");
    }

    private Optional<Schedule> find(Handle handle, TeamKey team, String name, String lock) {
        return handle.createQuery("select * from schedules where team_uid = :uid and name = :name" + lock)
                .bind("uid", team.uid())
                .bind("name", name)
                .map((row, context) -> schedule(row))
                .findOne();
    }

    /** The schedule with that id. */
    Optional<Schedule> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from schedules where id = :id")
                .bind("id", id)
                .map((row, context) -> schedule(row))
                .findOne());
    }

    /** Schedules of a team in the order of their names, after the given one. */
    public List<Schedule> list(TeamKey team, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from schedules where team_uid = :uid and name collate "C" > :after
                        order by name collate "C" limit :limit
                        """)
                .bind("uid", team.uid())
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .map((row, context) -> schedule(row))
                .list());
    }

    /**
     * Writes a schedule, a new one or a known one with its id.
     *
     * @return false when there is another of that team and name
     */
    boolean write(Handle transaction, Schedule schedule) {
        Caller owner = schedule.owner();
        return transaction
                        .createUpdate("""
                        insert into schedules (id, team, team_uid, name, cron, zone, catch_up, concurrency, paused, request,
                          pipeline, version, owner, owner_subject, owner_groups, owner_roles, created_at, changed_at, next_at)
                        values (:id, :team, :uid, :name, :cron, :zone, :catchUp, :concurrency, :paused,
                          cast(:request as json), :pipeline, :version, :owner, :subject, :groups, :roles, :createdAt,
                          :changedAt, :nextAt)
                        on conflict (team_uid, name) do update set cron = excluded.cron, zone = excluded.zone,
                          catch_up = excluded.catch_up, concurrency = excluded.concurrency, paused = excluded.paused,
                          request = excluded.request, pipeline = excluded.pipeline, version = excluded.version,
                          owner_groups = excluded.owner_groups, owner_roles = excluded.owner_roles,
                          changed_at = excluded.changed_at, next_at = excluded.next_at
                          where schedules.id = excluded.id
                        """)
                        .bind("id", schedule.id())
                        .bind("team", schedule.team().name())
                        .bind("uid", schedule.team().uid())
                        .bind("name", schedule.name())
                        .bind("cron", schedule.cron())
                        .bind("zone", schedule.zone().getId())
                        .bind("catchUp", schedule.catchUp())
                        .bind("concurrency", schedule.concurrency().name())
                        .bind("paused", schedule.paused())
                        .bind("request", text(schedule.request()))
                        .bind("pipeline", schedule.request().pipeline())
                        .bind("version", schedule.request().version())
                        .bind("owner", owner.name())
                        .bind("subject", owner.subject())
                        .bindArray("groups", String.class, List.copyOf(owner.groups()))
                        .bindArray(
                                "roles",
                                String.class,
                                owner.platformRoles().stream().map(Enum::name).toList())
                        .bind("createdAt", utc(schedule.createdAt()))
                        .bind("changedAt", utc(schedule.changedAt()))
                        .bind("nextAt", utc(schedule.nextAt()))
                        .execute()
                == 1;
    }

    /** False when there is none of that id. */
    boolean delete(UUID id) {
        return jdbi.withHandle(handle -> handle.createUpdate("delete from schedules where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    /** Schedules of which a time has come, which nobody else takes until the transaction ends. */
    List<Schedule> due(Handle transaction, Instant now, int limit) {
        return transaction
                .createQuery("""
                        select * from schedules where next_at <= :now order by next_at limit :limit
                        for update skip locked
                        """)
                .bind("now", utc(now))
                .bind("limit", limit)
                .map((row, context) -> schedule(row))
                .list();
    }

    /** The times up to this one are claimed. */
    void advance(Handle transaction, UUID id, @Nullable Instant nextAt) {
        transaction
                .createUpdate("update schedules set next_at = :next where id = :id")
                .bind("id", id)
                .bind("next", utc(nextAt))
                .execute();
    }

    /** Nothing starts any more until somebody resumes it. */
    void pause(UUID id) {
        jdbi.useHandle(
                handle -> handle.createUpdate("update schedules set paused = true, next_at = null where id = :id")
                        .bind("id", id)
                        .execute());
    }

    private Schedule schedule(ResultSet row) throws SQLException {
        Timestamp next = row.getTimestamp("next_at");
        return new Schedule(
                row.getObject("id", UUID.class),
                new TeamKey(row.getString("team"), row.getString("team_uid")),
                row.getString("name"),
                row.getString("cron"),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("catch_up"),
                Concurrency.valueOf(row.getString("concurrency")),
                row.getBoolean("paused"),
                request(row.getString("request")),
                new Caller(
                        row.getString("owner_subject"),
                        row.getString("owner"),
                        texts(row, "owner_groups"),
                        texts(row, "owner_roles").stream()
                                .map(PlatformRole::valueOf)
                                .collect(Collectors.toSet()),
                        null),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                next == null ? null : next.toInstant());
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray())
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    private String text(RunRequest request) {
        return json.valueToTree(request).toString();
    }

    private RunRequest request(String text) {
        try {
            return json.readValue(text, RunRequest.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a schedule holds no request for a run", unreadable);
        }
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
