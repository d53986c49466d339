package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The volume of a deleted workspace: a new one of the same name and owner gets it back. Pure. */
final class KeptVolume {
    private KeptVolume() {}

    /** Whether the volume waits for its expiry. */
    static boolean isKept(@Nullable PersistentVolumeClaim claim) {
        return claim != null && annotations(claim).containsKey(Labels.EXPIRES_AT);
    }

    /** Why the workspace cannot have the volume; empty when there is none or it is its owner's. */
    static Optional<Reason> hindrance(@Nullable PersistentVolumeClaim claim, Workspace workspace) {
        if (claim == null || !isKept(claim)) {
            return Optional.empty();
        }
        String owner = annotations(claim).get(Labels.OWNER);
        if (Objects.equals(owner, workspace.getSpec().owner())) {
            return Optional.empty();
        }
        return Optional.of(new Reason(
                "VolumeKept",
                "A volume of that name is kept for " + owner + " until "
                        + annotations(claim).get(Labels.EXPIRES_AT) + ": choose another name for the workspace."));
    }

    private static Map<String, String> annotations(PersistentVolumeClaim claim) {
        Map<String, String> annotations = claim.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
