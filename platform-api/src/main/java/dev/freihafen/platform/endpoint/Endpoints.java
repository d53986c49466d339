package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.hardware.HardwareCatalogue;
import dev.freihafen.platform.model.ModelVersions;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Endpoints as resources and as REST shows them. */
@Singleton
final class Endpoints {
    private static final Replicas ONE = new Replicas(1, 1);
    /** Annotations that say which version of the registry was named. */
    private static final String VERSION = "freihafen.dev/model-version";

    private static final String ALIAS = "freihafen.dev/model-alias";

    private final HardwareCatalogue hardware;
    private final ModelVersions versions;
    private final PlatformConfig config;

    Endpoints(HardwareCatalogue hardware, ModelVersions versions, PlatformConfig config) {
        this.hardware = hardware;
        this.versions = versions;
        this.config = config;
    }

    /** The resource to be; its name and place are given later. */
    ModelEndpoint wanted(String team, EndpointBody body, String owner) {
        hardware.require(body.hardwareClass());
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.setSpec(new ModelEndpointSpec(
                served(team, body, endpoint.getMetadata()),
                body.hardwareClass(),
                Objects.requireNonNullElse(body.replicas(), ONE),
                ModelEndpointSpec.Engine.Auto,
                owner));
        return endpoint;
    }

    private ServedModel served(String team, EndpointBody body, ObjectMeta metadata) {
        EndpointBody.ModelVersionName named = body.modelVersion();
        ServedModel model = body.model();
        if ((named == null) == (model == null)) {
            throw new PlatformException.ValidationFailed(
                    "An endpoint serves one model.",
                    List.of(new FieldError("model", "must be given, or modelVersion, and not both")));
        }
        if (named == null) {
            return Objects.requireNonNull(model);
        }
        ModelVersions.Servable found = versions.servable(team, named.model(), named.version());
        Map<String, String> annotations = new HashMap<>();
        annotations.put(VERSION, named.model() + "/" + found.version());
        if (!named.version().equals(Integer.toString(found.version()))) {
            annotations.put(ALIAS, named.version());
        }
        metadata.setAnnotations(annotations);
        return found.served();
    }

    private static EndpointView.@Nullable ServedVersion version(ModelEndpoint endpoint) {
        Map<String, String> annotations = endpoint.getMetadata().getAnnotations();
        String version = annotations == null ? null : annotations.get(VERSION);
        if (version == null || !version.matches("[^/]+/[1-9][0-9]{0,8}")) {
            return null;
        }
        int slash = version.indexOf('/');
        return new EndpointView.ServedVersion(
                version.substring(0, slash), Integer.parseInt(version.substring(slash + 1)), annotations.get(ALIAS));
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
                version(endpoint),
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
