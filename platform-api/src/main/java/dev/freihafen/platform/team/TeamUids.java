package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Remembers which teams had a name, one after the other. */
@Singleton
public final class TeamUids {
    private final Jdbi jdbi;

    TeamUids(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Remembers teams that were told of. */
    public void saw(Handle transaction, Collection<TeamKey> teams) {
        PreparedBatch batch =
                transaction.prepareBatch("insert into team_uids (team, uid) values (?, ?) on conflict do nothing");
        teams.stream()
                .distinct()
                .sorted((one, other) -> (one.name() + " " + one.uid()).compareTo(other.name() + " " + other.uid()))
                .forEach(team -> batch.add(team.name(), team.uid()));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /**
     * From when on what was done under the team's name was done by this team: its creation where another team had the name
     * before, since that one's namespace was gone by then; else always.
     */
    public Instant since(Team team) {
        TeamKey key = TeamKey.of(team);
        boolean isLater = jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from team_uids where team = :name and uid <> :uid)")
                .bindMethods(key)
                .mapTo(Boolean.class)
                .one());
        return isLater ? Instant.parse(team.getMetadata().getCreationTimestamp()) : Instant.MIN;
    }
}
