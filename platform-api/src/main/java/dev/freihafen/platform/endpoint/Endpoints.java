package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.hardware.HardwareCatalogue;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes endpoints and tells of them. */
@Singleton
final class Endpoints {
    private static final Replicas ONE = new Replicas(1, 1);
    private final DesiredState desired;
    private final HardwareCatalogue hardware;
    private final PlatformConfig config;

    Endpoints(DesiredState desired, HardwareCatalogue hardware, PlatformConfig config) {
        this.desired = desired;
        this.hardware = hardware;
        this.config = config;
    }

    EndpointView create(String team, EndpointBody body, String owner, boolean dryRun) {
        hardware.require(body.hardwareClass());
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.getMetadata().setName(body.name());
        endpoint.getMetadata().setNamespace(DesiredState.namespaceOf(team));
        endpoint.setSpec(new ModelEndpointSpec(
                body.model(),
                body.hardwareClass(),
                Objects.requireNonNullElse(body.replicas(), ONE),
                ModelEndpointSpec.Engine.Auto,
                owner));
        return view(team, desired.create(endpoint, dryRun));
    }

    Page<EndpointView> list(String team, PageRequest request) {
        return desired.list(ModelEndpoint.class, team, request).map(endpoint -> view(team, endpoint));
    }

    EndpointView get(String team, String name) {
        return view(team, find(team, name));
    }

    String ownerOf(String team, String name) {
        return find(team, name).getSpec().owner();
    }

    void delete(String team, String name) {
        if (!desired.delete(ModelEndpoint.class, team, name)) {
            throw unknown(team, name);
        }
    }

    private ModelEndpoint find(String team, String name) {
        return desired.find(ModelEndpoint.class, team, name).orElseThrow(() -> unknown(team, name));
    }

    private EndpointView view(String team, ModelEndpoint endpoint) {
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

    private static PlatformException.NotFound unknown(String team, String name) {
        return new PlatformException.NotFound("Team " + team + " has no endpoint " + name + ".");
    }
}
