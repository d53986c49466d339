package dev.freihafen.platform.wiring;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when PostgreSQL answers: nearly every route needs it. */
@Readiness
@Singleton
final class DatabaseCheck implements HealthCheck {
    private static final int SECONDS = 2;
    private final AgroalDataSource source;

    DatabaseCheck(AgroalDataSource source) {
        this.source = source;
    }

    @Override
    public HealthCheckResponse call() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(SECONDS) ? answer().up().build() : away("it does not answer in time");
        } catch (SQLException failure) {
            return away(String.valueOf(failure.getMessage()));
        }
    }

    private static HealthCheckResponse away(String why) {
        return answer().down()
                .withData(
                        "reason",
                        "PostgreSQL cannot be reached (" + why
                                + "); start it or correct the address, the API goes on by itself once it answers.")
                .build();
    }

    private static org.eclipse.microprofile.health.HealthCheckResponseBuilder answer() {
        return HealthCheckResponse.named("Database is reachable");
    }
}
