package dev.freihafen.kfp;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Asks the API server, as the real one does: a TokenReview with the audience, then a SubjectAccessReview. */
public final class ClusterCaller implements Caller {
    /** Audience that a token must have been made for. */
    public static final String AUDIENCE = "pipelines.kubeflow.org";

    private final KubernetesClient client;

    /** The client needs the right to make reviews. */
    public ClusterCaller(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public @Nullable String name(@Nullable String token) {
        if (token == null) {
            return null;
        }
        TokenReviewStatus status = client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(AUDIENCE)
                        .endSpec()
                        .build())
                .create()
                .getStatus();
        return Boolean.TRUE.equals(status.getAuthenticated())
                        && status.getAudiences() != null
                        && status.getAudiences().contains(AUDIENCE)
                ? status.getUser().getUsername()
                : null;
    }

    @Override
    public boolean mayDo(String name, String namespace, String verb, String resource) {
        return Boolean.TRUE.equals(client.resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(name)
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withVerb(verb)
                        .withGroup(AUDIENCE)
                        .withVersion("v1beta1")
                        .withResource(resource)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed());
    }
}
