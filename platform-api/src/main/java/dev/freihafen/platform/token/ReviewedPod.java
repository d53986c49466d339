package dev.freihafen.platform.token;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod that the cluster vouches for by a TokenReview. Pure.
 *
 * @param team whose namespace it is in
 * @param workspace that it is the pod of
 */
record ReviewedPod(String team, String workspace) {
    private static final Pattern ACCOUNT = Pattern.compile("system:serviceaccount:team-([a-z][-a-z0-9]*):workload");
    private static final Pattern POD = Pattern.compile("workspace-([a-z][-a-z0-9]*)-0");
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";

    /** The pod of a workspace that a review tells of; empty when the token is not good, or another pod's. */
    static Optional<ReviewedPod> of(TokenReviewStatus status, String audience) {
        boolean good = status != null
                && Boolean.TRUE.equals(status.getAuthenticated())
                && status.getAudiences() != null
                && status.getAudiences().contains(audience)
                && status.getUser() != null
                && status.getUser().getExtra() != null;
        if (!good) {
            return Optional.empty();
        }
        Matcher account = ACCOUNT.matcher(String.valueOf(status.getUser().getUsername()));
        List<String> pods = status.getUser().getExtra().getOrDefault(POD_NAME, List.of());
        Matcher pod = POD.matcher(pods.size() == 1 ? pods.getFirst() : "");
        return account.matches() && pod.matches()
                ? Optional.of(new ReviewedPod(account.group(1), pod.group(1)))
                : Optional.empty();
    }
}
