package dev.freihafen.operator;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as every informer watches. */
@Liveness
@Singleton
public class OperatorHealth implements HealthCheck {
    private final OperatorRuntime runtime;

    OperatorHealth(OperatorRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        var info = runtime.operator().getRuntimeInfo();
        boolean healthy = info.allEventSourcesAreHealthy();
        var response = HealthCheckResponse.named("informers").status(healthy);
        info.unhealthyEventSources()
                .forEach((controller, sources) ->
                        response.withData(controller, sources.keySet().toString()));
        return response.build();
    }
}
