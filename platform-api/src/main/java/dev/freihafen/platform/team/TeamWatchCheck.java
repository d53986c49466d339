package dev.freihafen.platform.team;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the teams are known: without them nobody may do anything. */
@Readiness
@Singleton
final class TeamWatchCheck implements HealthCheck {
    private final CachedTeamDirectory teams;

    TeamWatchCheck(CachedTeamDirectory teams) {
        this.teams = teams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("teams are watched")
                .status(teams.isSynced())
                .build();
    }
}
