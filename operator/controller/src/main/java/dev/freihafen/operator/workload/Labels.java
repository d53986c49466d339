package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Keys that the operator, and nobody else, writes on native objects. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String FREIHAFEN = "freihafen";
    public static final String TEAM = "freihafen.dev/team";
    public static final String TEAM_UID = "freihafen.dev/team-uid";
    public static final String OWNER_UID = "freihafen.dev/owner-uid";
    public static final String WORKLOAD_KIND = "freihafen.dev/workload-kind";
    public static final String WORKLOAD = "freihafen.dev/workload";
    public static final String OWNER = "freihafen.dev/owner";
    public static final String HARDWARE_CLASS = "freihafen.dev/hardware-class";
    /** On a team's namespace while the team is being deleted; the admission policy then refuses new work. */
    public static final String TERMINATING = "freihafen.dev/terminating";

    /** The hardware class as it was when a Deployment was last written for a change of its endpoint. */
    public static final String HARDWARE = "freihafen.dev/hardware";

    /** The generation of the endpoint that a Deployment was last written for. */
    public static final String GENERATION = "freihafen.dev/generation";

    public static final String EXPIRES_AT = "freihafen.dev/expires-at";

    private Labels() {}

    /** Labels of every object that belongs to the given custom resource. */
    public static Map<String, String> of(HasMetadata owner, String team) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(MANAGED_BY, FREIHAFEN);
        labels.put(TEAM, team);
        labels.put(OWNER_UID, owner.getMetadata().getUid());
        labels.put(WORKLOAD_KIND, owner.getKind());
        labels.put(WORKLOAD, owner.getMetadata().getName());
        return labels;
    }

    /** What identifies the pods of a workload; it never changes while the workload lives. */
    public static Map<String, String> selector(HasMetadata owner) {
        return new TreeMap<>(Map.of(
                WORKLOAD_KIND, owner.getKind(), WORKLOAD, owner.getMetadata().getName()));
    }

    /** Whether an object was made for this very resource, and not for an earlier one of the same name. */
    public static boolean isOf(HasMetadata object, HasMetadata owner) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && owner.getMetadata().getUid().equals(labels.get(OWNER_UID));
    }

    /** A controlling owner reference, so that the cluster's garbage collection follows. */
    public static OwnerReference controller(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
