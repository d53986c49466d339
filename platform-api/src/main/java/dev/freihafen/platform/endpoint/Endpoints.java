package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.platform.hardware.HardwareCatalogue;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Endpoints as resources and as REST shows them. */
@Singleton
final class Endpoints {
    private static final Replicas ONE = new Replicas(1, 1);
    private final HardwareCatalogue hardware;
    private final PlatformConfig config;

    Endpoints(HardwareCatalogue hardware, PlatformConfig config) {
        this.hardware = hardware;
        this.config = config;
    }

    /** The resource to be; its name and place are given later. */
    ModelEndpoint wanted(EndpointBody body, String owner) {
        hardware.require(body.hardwareClass());
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.setSpec(new ModelEndpointSpec(
                body.model(),
                body.hardwareClass(),
                Objects.requireNonNullElse(body.replicas(), ONE),
                ModelEndpointSpec.Engine.Auto,
                owner));
        return endpoint;
    }

    EndpointView view(String team, ModelEndpoint endpoint) {
        ModelEndpointSpec spec = endpoint.getSpec();
        @Nullable ModelEndpointStatus status = endpoint.getStatus();
        String name = endpoint.getMetadata().getName();
        Replicas replicas = Objects.requireNonNullElse(spec.replicas(), ONE);
        return new EndpointView(
                name,
                team,
                config.cluster(),
                spec.owner(),
                spec.model(),
                spec.hardwareClass(),
                replicas,
                status == null || status.readyReplicas() == null ? 0 : status.readyReplicas(),
                status == null || status.state() == null ? ModelEndpointStatus.State.Pending : status.state(),
                status == null ? null : status.reason(),
                status == null ? null : status.message(),
                "/e/" + team + "/" + name + "/",
                hardware.price(spec.hardwareClass(), null, replicas.min()).orElse(null),
                endpoint.getMetadata().getCreationTimestamp());
    }
}
