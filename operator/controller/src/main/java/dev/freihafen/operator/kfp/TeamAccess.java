package dev.freihafen.operator.kfp;

import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two accounts for each team that has runs on Kubeflow Pipelines: one that asks in the team's name, so that the server's own check
 * is a second fence between teams, and one that the run's pods have. The roles that they are bound to are installed with the
 * operator, which may bind these two and holds none of their rights itself.
 */
final class TeamAccess {
    /** Account in whose name Kubeflow Pipelines is asked; also the name of its role. */
    static final String CLIENT = "freihafen-kfp-client";

    /** Account of the pods of a run; also the name of its role. */
    static final String RUNNER = "freihafen-kfp-runner";

    private static final String AUDIENCE = "pipelines.kubeflow.org";
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final Clock clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    TeamAccess(KubernetesClient client, ManifestApplier applier, Clock clock) {
        this.client = client;
        this.applier = applier;
        this.clock = clock;
    }

    private record Token(String text, Instant renewAt) {}

    /** A token for Kubeflow Pipelines and for nothing else, valid for some minutes at least; the accounts are made first. */
    String token(String namespace) {
        Token known = tokens.get(namespace);
        if (known != null && clock.instant().isBefore(known.renewAt())) {
            return known.text();
        }
        applier.apply(accounts(namespace));
        TokenRequestStatus made = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(CLIENT)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(AUDIENCE)
                        .withExpirationSeconds(LIFETIME.toSeconds())
                        .endSpec()
                        .build())
                .getStatus();
        tokens.put(
                namespace,
                new Token(made.getToken(), clock.instant().plus(LIFETIME).minus(MARGIN)));
        return made.getToken();
    }

    /** The next token is a new one. */
    void forget(String namespace) {
        tokens.remove(namespace);
    }

    /** The accounts and what binds them. Pure. */
    static List<HasMetadata> accounts(String namespace) {
        return List.of(
                account(namespace, CLIENT, false),
                binding(namespace, CLIENT),
                account(namespace, RUNNER, true),
                binding(namespace, RUNNER));
    }

    /** Argo's programs in a run's pods report with the account's token; nobody runs as the other. */
    private static HasMetadata account(String namespace, String name, boolean mounted) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(namespace, name))
                .withAutomountServiceAccountToken(mounted)
                .build();
    }

    private static HasMetadata binding(String namespace, String name) {
        return new RoleBindingBuilder()
                .withMetadata(metadata(namespace, name))
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("", "ServiceAccount", name, namespace)
                .build();
    }

    private static ObjectMeta metadata(String namespace, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(Labels.MANAGED_BY, Labels.FREIHAFEN)
                .build();
    }
}
