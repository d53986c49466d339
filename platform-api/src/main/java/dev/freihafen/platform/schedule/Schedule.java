package dev.freihafen.platform.schedule;

import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.run.RunRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a team.
 *
 * @param name unique in the team
 * @param owner who made it, as of then: its runs are his
 * @param nextAt the next time that nobody has claimed; null while it is paused, and where none is to come
 */
public record Schedule(
        UUID id,
        TeamKey team,
        String name,
        String cron,
        ZoneId zone,
        boolean catchUp,
        Concurrency concurrency,
        boolean paused,
        RunRequest request,
        Caller owner,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant nextAt) {
    CronTimes times() {
        return CronTimes.of(cron, zone);
    }
}
