package dev.freihafen.platform.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.platform.kfp.PodListener;
import dev.freihafen.platform.kfp.SimulatedEnds;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.RunningApi;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens as the kubelet projects them into pods, made and reviewed by a real API server. */
@QuarkusTest
class PodTokensIT extends PlatformIT {
    @Inject
    PodListener listener;

    @Inject
    Jdbi jdbi;

    private final KubernetesClient client = TestPlatform.client();
    private final String workspace = "notebook-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void makeAWorkspaceWithItsPod() {
        account("workload");
        account("default");
        Workspace made = new Workspace();
        made.getMetadata().setName(workspace);
        made.getMetadata().setNamespace("team-fraud");
        made.setSpec(new WorkspaceSpec(null, "small", "1Gi", true, "scientist"));
        client.resource(made).create();
        pod("workspace-" + workspace + "-0", "workload");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void account(String name) {
        if (client.serviceAccounts().inNamespace("team-fraud").withName(name).get() == null) {
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace("team-fraud")
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    private Pod pod(String name, String account) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("team-fraud")
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(account)
                        .withAutomountServiceAccountToken(false)
                        .addNewContainer()
                        .withName("main")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private String token(String account, String pod, String audience) {
        Pod bound = client.pods().inNamespace("team-fraud").withName(pod).get();
        return client.serviceAccounts()
                .inNamespace("team-fraud")
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(3_600L)
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod)
                        .withUid(bound.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private String workspaceToken() {
        return token("workload", "workspace-" + workspace + "-0", "freihafen");
    }

    private static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    private static void refused(String token) {
        with(token).get("/api/v1/me").then().statusCode(401).header("WWW-Authenticate", "Bearer");
    }

    @Test
    void aWorkspaceActsForItsOwnerInItsTeamAlone() {
        String token = workspaceToken();
        with(token)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("scientist"))
                .body("teams.team", contains("fraud"))
                .body("teams.role", contains("Editor"));
        with(token)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(201)
                .body("owner", equalTo("scientist"));
        with(token).get("/api/v1/teams/routing/runs").then().statusCode(404);
        with(token).get("/api/v1/teams/fraud/audit").then().statusCode(403);
        with(token)
                .contentType("application/json")
                .body("{\"team\":\"fraud\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403);
    }

    @Test
    void theSdksOwnAddressLeadsToTheTeamsSurface() {
        String origin = "http://127.0.0.1:" + listener.port();
        String token = workspaceToken();
        with(token).get(origin + "/apis/v2beta1/healthz").then().statusCode(200).body("multi_user", equalTo(false));
        with(token)
                .get(origin + "/apis/v2beta1/runs?page_size=1&sort_by=")
                .then()
                .statusCode(200);
        with(token).get(origin + "/apis/v2beta1/runs?namespace=routing").then().statusCode(403);
        with(token).get(origin + "/api/v1/me").then().statusCode(404);
        with(token).get(origin + "/w/fraud/" + workspace + "/").then().statusCode(404);
        RestAssured.get(origin + "/apis/v2beta1/healthz").then().statusCode(401);
        with(Account.scientist.token())
                .get(origin + "/apis/v2beta1/healthz")
                .then()
                .statusCode(401);
        with(token.substring(0, token.length() - 8) + "AAAAAAAA")
                .get(origin + "/apis/v2beta1/healthz")
                .then()
                .statusCode(401);
    }

    /** The address of its own, since the SDK's port is always 8888. */
    @Test
    void theUnmodifiedSdkNeedsNoArgumentsWhereItSeesWhatAPodSees() throws Exception {
        String address = "127.77.0.1";
        Path token = Files.createTempFile("workspace", ".token");
        Files.writeString(token, workspaceToken());
        Path log = Files.createTempFile(Path.of("target"), "in-pod-", ".log");
        try (RunningApi api = RunningApi.start(Map.of("freihafen.kfp.host", address, "freihafen.kfp.port", "8888"));
                SimulatedEnds ends = new SimulatedEnds(jdbi)) {
            Process process = new ProcessBuilder(
                            Path.of("..", "deploy", "kfp-sdk", "like_a_pod.sh").toString(),
                            token.toString(),
                            address,
                            "60")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int exit = process.waitFor();
            assertThat(exit).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).contains("SUCCEEDED");
            assertThat(ends.refusals()).isEmpty();
        } finally {
            Files.delete(token);
        }
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        refused(token("workload", "workspace-" + workspace + "-0", "https://kubernetes.default.svc"));
        refused(token("workload", "workspace-" + workspace + "-0", "vault"));
    }

    @Test
    void aTokenOfAnotherAccountIsRefused() {
        pod("workspace-other-" + workspace + "-0", "default");
        refused(token("default", "workspace-other-" + workspace + "-0", "freihafen"));
    }

    @Test
    void aTokenOfAPodThatIsNoWorkspaceIsRefused() {
        pod("step-" + workspace, "workload");
        refused(token("workload", "step-" + workspace, "freihafen"));
    }

    @Test
    void aTokenIsRefusedWhenItsPodIsGone() {
        String token = workspaceToken();
        client.pods()
                .inNamespace("team-fraud")
                .withName("workspace-" + workspace + "-0")
                .withGracePeriod(0)
                .delete();
        refused(token);
    }

    @Test
    void aTokenIsRefusedWhenItsWorkspaceIsGone() {
        String token = workspaceToken();
        with(token).get("/api/v1/me").then().statusCode(200);
        client.resources(Workspace.class)
                .inNamespace("team-fraud")
                .withName(workspace)
                .delete();
        with(token)
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .body("detail", containsString("is gone, and its token with it"));
    }

    @Test
    void aTokenThatTheClusterDidNotSignIsRefused() {
        String token = workspaceToken();
        refused(token.substring(0, token.length() - 12) + "AAAAAAAAAAAA");
    }

    @Test
    void schedulesAreNotMadeWithIt() {
        with(workspaceToken())
                .contentType("application/json")
                .body("{\"cron\":\"0 3 * * *\",\"run\":{\"pipeline\":\"x\",\"version\":\"1\"}}")
                .put("/api/v1/teams/fraud/schedules/nightly")
                .then()
                .statusCode(403);
    }
}
