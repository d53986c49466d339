package dev.freihafen.platform.audit;

import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The book of acts; entries are added and never changed. */
@Singleton
public final class TeamAudit {
    /** Who acts where nobody did by hand. */
    public static final String PLATFORM = "platform";

    private final Jdbi jdbi;

    TeamAudit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One act.
     *
     * @param id grows with time
     * @param by account, or {@code platform}
     * @param act one word, such as {@code BudgetChanged}
     * @param detail one sentence
     */
    public record Entry(long id, Instant at, String by, String act, String detail) {}

    /** Writes an act down, in the transaction that does it. */
    public void write(Handle transaction, TeamKey team, Instant at, String by, String act, String detail) {
        transaction
                .createUpdate("""
                        insert into team_audit (team, team_uid, at, by, act, detail)
                        values (:team, :uid, :at, :by, :act, :detail)
                        """)
                .bind("team", team.name())
                .bind("uid", team.uid())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("act", act)
                .bind("detail", detail)
                .execute();
    }

    /** Acts on a team, newest first, before the one of the given id. */
    List<Entry> list(TeamKey team, @Nullable Long before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from team_audit
                        where team = :team and team_uid = :uid and (cast(:before as bigint) is null or id < :before)
                        order by id desc limit :limit
                        """)
                .bind("team", team.name())
                .bind("uid", team.uid())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by"),
                        row.getString("act"),
                        row.getString("detail")))
                .list());
    }
}
