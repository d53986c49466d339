package dev.freihafen.platform.token;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.identity.BearerAuthority;
import dev.freihafen.platform.identity.Bounds;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Role;
import dev.freihafen.platform.identity.Scope;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Judges projected tokens of workspaces: the cluster says whether a token is good and which pod's it is, the workspace says
 * whose. Such a caller acts for the workspace's owner, as an Editor of that team and nothing else.
 */
@Singleton
final class PodTokens implements BearerAuthority {
    private static final Logger LOG = Logger.getLogger(PodTokens.class);
    private static final Duration REVIEW_HOLDS = Duration.ofSeconds(30);
    private static final int MOST_REVIEWS = 1_000;

    private final KubernetesClient client;
    private final DesiredState desired;
    private final TeamDirectory teams;
    private final String audience;
    private final Clock clock;
    private final Map<String, Reviewed> reviews = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reviewed> eldest) {
            return size() > MOST_REVIEWS;
        }
    };

    private record Reviewed(ReviewedPod pod, Instant at) {}

    PodTokens(KubernetesClient client, DesiredState desired, TeamDirectory teams, PlatformConfig config, Clock clock) {
        this.client = client;
        this.desired = desired;
        this.teams = teams;
        this.audience = config.tokens().podAudience();
        this.clock = clock;
    }

    @Override
    public boolean judges(String token) {
        return PodToken.read(token, audience).isPresent();
    }

    @Override
    public Caller authenticate(String token) {
        ReviewedPod pod = review(token)
                .orElseThrow(
                        () -> new AuthenticationFailedException(
                                "The cluster does not vouch for this token as one of a workspace; read it from its file again."));
        Team team = teams.find(pod.team()).orElseThrow(() -> gone(pod));
        Workspace workspace =
                desired.find(Workspace.class, pod.team(), pod.workspace()).orElseThrow(() -> gone(pod));
        return new Caller(
                "workspace:" + workspace.getMetadata().getUid(),
                workspace.getSpec().owner(),
                Set.of(),
                Set.of(),
                null,
                new Bounds(TeamKey.of(team), EnumSet.allOf(Scope.class), Role.Editor));
    }

    private static AuthenticationFailedException gone(ReviewedPod pod) {
        return new AuthenticationFailedException(
                "The workspace " + pod.workspace() + " of team " + pod.team() + " is gone, and its token with it.");
    }

    private Optional<ReviewedPod> review(String token) {
        String hash = Secret.hash(token);
        Instant now = clock.instant();
        synchronized (reviews) {
            Reviewed known = reviews.get(hash);
            if (known != null && now.isBefore(known.at().plus(REVIEW_HOLDS))) {
                return Optional.of(known.pod());
            }
            reviews.remove(hash);
        }
        Optional<ReviewedPod> pod = ReviewedPod.of(ask(token).getStatus(), audience);
        pod.ifPresent(good -> {
            synchronized (reviews) {
                reviews.put(hash, new Reviewed(good, now));
            }
        });
        return pod;
    }

    private TokenReview ask(String token) {
        try {
            return client.tokenReviews()
                    .create(new TokenReviewBuilder()
                            .withNewSpec()
                            .withToken(token)
                            .withAudiences(audience)
                            .endSpec()
                            .build());
        } catch (KubernetesClientException away) {
            LOG.warnf("a token of a workspace cannot be reviewed: %s", away.getMessage());
            throw new PlatformException.Unavailable(
                    "The cluster cannot be asked about tokens of workspaces now; try again in a moment.");
        }
    }
}
