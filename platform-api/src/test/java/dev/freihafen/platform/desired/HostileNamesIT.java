package dev.freihafen.platform.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A name that callers send is a name to the API server of the cluster, never a path. */
@QuarkusTest
class HostileNamesIT extends PlatformIT {
    private static final String FRAUD = "/api/v1/teams/fraud";

    @Test
    void aNameWithSlashesReachesNothingOfAnotherTeam() {
        String lab = "lab-" + UUID.randomUUID().toString().substring(0, 8);
        try (KubernetesClient client = TestPlatform.client()) {
            client.resource(workspace(lab, "team-routing")).create();
            client.resource(workspace(lab, "team-fraud")).create();
            SoftAssertions softly = new SoftAssertions();
            for (String name : List.of(
                    "..%2F..%2Fteam-routing%2Fworkspaces%2F" + lab,
                    "..%2f..%2fteam-routing%2fworkspaces%2f" + lab,
                    "%2E%2E%2F%2E%2E%2Fteam-routing%2Fworkspaces%2F" + lab,
                    "..%2Fworkspaces%2F" + lab,
                    ".%2F" + lab,
                    lab + "%2Fstatus",
                    lab + "%3Fa=b",
                    lab + "%23a",
                    lab + "%00",
                    lab + "%0A",
                    "%252E%252E%252F" + lab)) {
                for (String kind : List.of("/workspaces/", "/model-endpoints/")) {
                    told(softly, "GET", FRAUD + kind + name);
                    told(softly, "DELETE", FRAUD + kind + name);
                }
                told(softly, "POST", FRAUD + "/workspaces/" + name + ":start");
            }
            softly.assertAll();
            for (String namespace : List.of("team-routing", "team-fraud")) {
                Workspace found = client.resources(Workspace.class)
                        .inNamespace(namespace)
                        .withName(lab)
                        .get();
                assertThat(found.getMetadata().getDeletionTimestamp()).isNull();
                assertThat(found.getSpec().running()).isFalse();
            }
        }
    }

    private static void told(SoftAssertions softly, String method, String path) {
        Response answer = as(Account.scientist).urlEncodingEnabled(false).request(method, path);
        softly.assertThat(answer.statusCode())
                .as(method + " " + path + " -> " + answer.asString())
                .isIn(400, 404);
    }

    private static Workspace workspace(String name, String namespace) {
        Workspace made = new Workspace();
        made.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        made.setSpec(new WorkspaceSpec(null, "small", "1Gi", false, "scientist"));
        return made;
    }
}
