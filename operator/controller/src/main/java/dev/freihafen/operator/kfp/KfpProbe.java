package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.operator.cluster.KubeflowProbe;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks where Kubeflow Pipelines is installed as a rule: Service {@code ml-pipeline} in the namespace {@code kubeflow}. Its version
 * is what it says of itself; a build that says nothing is believed the tag of its image.
 */
@Singleton
public final class KfpProbe implements KubeflowProbe {
    private static final String NAMESPACE = "kubeflow";
    private static final String NAME = "ml-pipeline";
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+)");
    private static final int LEAST_MAJOR = 2;
    private static final int LEAST_MINOR = 17;

    private final KubernetesClient client;
    private final KfpClient http = new KfpClient();

    public KfpProbe(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Finding look(Optional<KubeflowPipelines> told, Optional<KubeflowPipelines> before) {
        Optional<String> url = told.map(KubeflowPipelines::url).or(this::installed);
        if (url.isEmpty()) {
            return Finding.NONE;
        }
        return switch (http.health(url.get())) {
            case Answer.Done health -> {
                Optional<String> version = told.map(KubeflowPipelines::version)
                        .or(() -> version(health.body().path("tag_name").asText()))
                        .or(this::imageVersion);
                yield judge(url.get(), version, health.body().path("multi_user").asBoolean());
            }
            case Answer.Refused refused -> silent(url.get(), "it answers " + refused.status(), before);
            case Answer.Silence silence -> silent(url.get(), silence.cause(), before);
        };
    }

    /** Whether runs can be given to it. Pure. */
    static Finding judge(String url, Optional<String> version, boolean multiUser) {
        String who = " Kubeflow Pipelines at " + url;
        if (version.isEmpty()) {
            return unusable(who + " does not tell its version: name it in spec.kfp.version");
        }
        if (!isRecent(version.get())) {
            return unusable(who + " is version " + version.get() + ": runs need 2.17.0 or later");
        }
        if (!multiUser) {
            return unusable(
                    who
                            + " is set up for one user, which runs the work of all teams in one namespace: set MULTIUSER=true there");
        }
        return new Finding(Optional.of(new KubeflowPipelines(url, version.get())), "");
    }

    private static Finding silent(String url, String cause, Optional<KubeflowPipelines> before) {
        return new Finding(
                before.filter(known -> known.url().equals(url)),
                " Kubeflow Pipelines at " + url + " is away: " + cause + ".");
    }

    private static Finding unusable(String remark) {
        return new Finding(Optional.empty(), remark + "; until then runs go to the built-in engine.");
    }

    static boolean isRecent(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        return major > LEAST_MAJOR || (major == LEAST_MAJOR && Integer.parseInt(parts.group(2)) >= LEAST_MINOR);
    }

    private static Optional<String> version(String text) {
        Matcher version = VERSION.matcher(text);
        return version.find() ? Optional.of(version.group()) : Optional.empty();
    }

    private Optional<String> installed() {
        return client.services().inNamespace(NAMESPACE).withName(NAME).get() == null
                ? Optional.empty()
                : Optional.of("http://" + NAME + "." + NAMESPACE + ".svc:8888");
    }

    private Optional<String> imageVersion() {
        Deployment found = client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(NAME)
                .get();
        return found == null
                ? Optional.empty()
                : found.getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(Container::getImage)
                        .filter(image -> image != null && image.lastIndexOf(':') > image.lastIndexOf('/'))
                        .map(image -> image.substring(image.lastIndexOf(':') + 1))
                        .flatMap(tag -> version(tag).stream())
                        .findFirst();
    }
}
