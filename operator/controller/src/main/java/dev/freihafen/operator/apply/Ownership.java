package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;

/** Whose an object is. Pure. */
final class Ownership {
    private Ownership() {}

    static boolean isOurs(HasMetadata object) {
        return Labels.FREIHAFEN.equals(labels(object).get(Labels.MANAGED_BY));
    }

    /**
     * Ours may be written by the owner that made it; a kept one, which waits for its expiry, by any that wants it.
     *
     * @throws ConflictException when it is somebody else's
     */
    static void check(HasMetadata existing, HasMetadata desired) {
        if (!isOurs(existing)) {
            throw new ConflictException(
                    nameOf(desired) + " exists and was not made by Freihafen: rename or delete it.");
        }
        Map<String, String> annotations = existing.getMetadata().getAnnotations();
        boolean kept = annotations != null && annotations.containsKey(Labels.EXPIRES_AT);
        boolean sameOwner = Objects.equals(
                labels(existing).get(Labels.OWNER_UID), labels(desired).get(Labels.OWNER_UID));
        if (!sameOwner && !kept) {
            throw new ConflictException(nameOf(desired)
                    + " belongs to an owner of the same name that was deleted: wait until it is gone, or delete it.");
        }
    }

    static String nameOf(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
