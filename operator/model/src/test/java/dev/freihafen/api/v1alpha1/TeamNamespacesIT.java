package dev.freihafen.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only the operator makes a namespace a team's; somebody who may write namespaces otherwise cannot. */
class TeamNamespacesIT {
    private static final String REFUSED = "written by the Freihafen operator only";

    @RegisterExtension
    static final ApiServer API = new ApiServer();

    private static KubernetesClient operator;
    private static KubernetesClient somebody;

    @BeforeAll
    static void waitForThePolicy() throws InterruptedException {
        operator = API.as("system:serviceaccount:freihafen-system:operator", "system:serviceaccounts");
        somebody = API.as("namespace-admin", "system:authenticated");
        API.client()
                .rbac()
                .clusterRoles()
                .load(TeamNamespacesIT.class.getResourceAsStream("/namespace-admin-role.yaml"))
                .serverSideApply();
        API.client()
                .rbac()
                .clusterRoleBindings()
                .load(TeamNamespacesIT.class.getResourceAsStream("/namespace-admin-binding.yaml"))
                .serverSideApply();
        for (int i = 0; i < 100 && !isRefused(); i++) {
            Thread.sleep(100);
        }
    }

    private static boolean isRefused() {
        try {
            somebody.resource(team("team-probe")).dryRun().create();
            return false;
        } catch (RuntimeException refused) {
            return refused.getMessage().contains(REFUSED);
        }
    }

    @AfterAll
    static void close() {
        operator.close();
        somebody.close();
    }

    @Test
    void somebodyCannotMakeATeamsNamespace() {
        assertThatThrownBy(() -> somebody.resource(team("team-fake")).create()).hasMessageContaining(REFUSED);
    }

    @Test
    void somebodyMayMakeAndLabelAnyOtherNamespace() {
        Namespace made = somebody.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("free")
                        .addToLabels("colour", "blue")
                        .endMetadata()
                        .build())
                .create();
        assertThat(made.getMetadata().getLabels()).containsEntry("colour", "blue");
    }

    @Test
    void somebodyCannotTakeATeamsLabelsOrAnnotationsAway() {
        Namespace namespace = operator.resource(team("team-kept")).create();
        assertThatThrownBy(() -> edit(namespace, "metadata.labels", "freihafen.dev/team"))
                .hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> edit(namespace, "metadata.annotations", "freihafen.dev/team-uid"))
                .hasMessageContaining(REFUSED);
    }

    @Test
    void somebodyCannotLoosenATeamsPodSecurity() {
        operator.resource(team("team-strict")).create();
        assertThatThrownBy(() -> somebody.namespaces().withName("team-strict").edit(namespace -> {
                    namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "privileged");
                    return namespace;
                }))
                .hasMessageContaining("security and queue labels of a team's namespace are " + REFUSED);
    }

    private static void edit(Namespace namespace, String field, String key) {
        somebody.namespaces().withName(namespace.getMetadata().getName()).edit(found -> {
            var keys = field.endsWith("labels")
                    ? found.getMetadata().getLabels()
                    : found.getMetadata().getAnnotations();
            keys.remove(key);
            return found;
        });
    }

    private static Namespace team(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "freihafen")
                .addToLabels("freihafen.dev/team", name.substring("team-".length()))
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToAnnotations("freihafen.dev/team-uid", "an-uid")
                .endMetadata()
                .build();
    }
}
