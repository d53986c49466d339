package dev.freihafen.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;

/** Writes objects by server-side apply under one field manager, the same object any number of times. */
@Singleton
public class ManifestApplier {
    /** The field manager of all that the operator writes. */
    public static final String FIELD_MANAGER = "freihafen-operator";

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;

    ManifestApplier(KubernetesClient client) {
        this.client = client;
    }

    /** Makes the object as desired and returns what the API server has now. */
    public <T extends HasMetadata> T apply(T desired) {
        return client.resource(desired).patch(APPLY);
    }
}
