package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects by server-side apply under one field manager, the same object any number of times, and removes what is no
 * longer wanted. It never touches an object that the operator did not create.
 */
@Singleton
public class ManifestApplier {
    /** The field manager of all that the operator writes. */
    public static final String FIELD_MANAGER = "freihafen-operator";

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    /** So often is an object looked at again that somebody else changed between our look and our write. */
    private static final int LOOKS = 5;

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;

    public ManifestApplier(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Makes the object as desired and returns what the API server has now.
     *
     * @throws ConflictException when an object of that name exists that is not ours, or belongs to another owner
     * @throws RefusedException when the API server does not take it
     */
    public <T extends HasMetadata> T apply(T desired) {
        for (int look = 1; ; look++) {
            HasMetadata existing = client.resource(desired).get();
            if (existing != null) {
                Ownership.check(existing, desired);
            }
            try {
                return client.resource(asSeen(desired, existing)).patch(APPLY);
            } catch (KubernetesClientException refused) {
                if (refused.getCode() == FORBIDDEN || refused.getCode() == UNPROCESSABLE) {
                    throw new RefusedException(
                            Ownership.nameOf(desired),
                            refused.getStatus() == null
                                    ? String.valueOf(refused.getMessage())
                                    : refused.getStatus().getMessage());
                }
                if (refused.getCode() != CONFLICT || look == LOOKS) {
                    throw refused;
                }
            }
        }
    }

    /** The desired object, to be written only onto the version that was looked at. */
    private <T extends HasMetadata> T asSeen(T desired, @Nullable HasMetadata existing) {
        if (existing == null) {
            return desired;
        }
        T seen = client.getKubernetesSerialization().clone(desired);
        seen.getMetadata().setResourceVersion(existing.getMetadata().getResourceVersion());
        return seen;
    }

    /** {@link #apply(HasMetadata)} for each, in order. */
    public void apply(Collection<? extends HasMetadata> desired) {
        desired.forEach(this::apply);
    }

    /** Deletes our objects of that kind in the namespace that belong to the owner and are not among the wanted. */
    public <T extends HasMetadata> void prune(
            Class<T> kind, String namespace, String ownerUid, Collection<? extends HasMetadata> wanted) {
        List<String> names = wanted.stream()
                .filter(kind::isInstance)
                .map(object -> object.getMetadata().getName())
                .toList();
        client.resources(kind).inNamespace(namespace).withLabel(Labels.OWNER_UID, ownerUid).list().getItems().stream()
                .filter(object -> Ownership.isOurs(object)
                        && !names.contains(object.getMetadata().getName()))
                .forEach(object -> client.resource(object).delete());
    }
}
