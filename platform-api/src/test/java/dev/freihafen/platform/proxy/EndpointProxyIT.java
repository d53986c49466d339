package dev.freihafen.platform.proxy;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EndpointProxyIT extends PlatformIT {
    @Inject
    Vertx vertx;

    @Inject
    Workloads workloads;

    private KubernetesClient kubernetes;
    private RecordingUpstream upstream;

    @BeforeEach
    void makeEndpoints() throws Exception {
        kubernetes = TestPlatform.client();
        upstream = RecordingUpstream.start(vertx);
        endpoint(
                "served",
                new ModelEndpointStatus(
                        ModelEndpointStatus.State.Ready, null, null, upstream.address(), 1, 1L, List.of()));
    }

    @AfterEach
    void removeEndpoints() {
        upstream.close();
        kubernetes.resources(ModelEndpoint.class).inNamespace("team-fraud").delete();
        kubernetes.close();
    }

    @Test
    void aModelIsAskedWithoutTheCallersToken() {
        String token = Account.viewer.token();
        as(Account.viewer)
                .header("X-Remote-User", "platform")
                .contentType(ContentType.JSON)
                .body("{\"inputs\":[]}")
                .post("/e/fraud/served/v2/models/digits/infer")
                .then()
                .statusCode(200)
                .body(equalTo("POST /v2/models/digits/infer {\"inputs\":[]}"));
        assertThat(upstream.last().headers().contains("Authorization")).isFalse();
        assertThat(upstream.last().headers().toString()).doesNotContain(token, "platform");
    }

    @Test
    void healthAndMetadataAreOpen() {
        for (String path : List.of("/v2/health/live", "/v2/health/ready", "/v2/models/digits")) {
            as(Account.scientist)
                    .get("/e/fraud/served" + path)
                    .then()
                    .statusCode(200)
                    .body(equalTo("GET " + path + " "));
        }
    }

    @Test
    void everythingElseIsClosed() {
        for (String path : List.of(
                "/v2/repository/index",
                "/v2/repository/models/digits/unload",
                "/v2/models/digits/../../repository/index",
                "/v2/models/digits%2F..%2F..%2Frepository%2Findex",
                "/v2/models/%2e%2e/repository/index",
                "/v2/models/digits/versions/1/infer",
                "/metrics",
                "/v2",
                "/",
                "")) {
            as(Account.scientist)
                    .urlEncodingEnabled(false)
                    .get("/e/fraud/served" + path)
                    .then()
                    .statusCode(404);
            as(Account.scientist)
                    .urlEncodingEnabled(false)
                    .post("/e/fraud/served" + path)
                    .then()
                    .statusCode(404);
        }
        assertThat(upstream.count()).isZero();
    }

    @Test
    void otherTeamsAndAuditorsAskNothing() {
        as(Account.scientistRouting)
                .get("/e/fraud/served/v2/models/digits")
                .then()
                .statusCode(404);
        as(Account.stranger).get("/e/fraud/served/v2/models/digits").then().statusCode(404);
        as(Account.auditor).get("/e/fraud/served/v2/models/digits").then().statusCode(403);
        assertThat(upstream.count()).isZero();
    }

    @Test
    void anEndpointThatIsNotReadySaysWhy() throws Exception {
        endpoint(
                "loading",
                new ModelEndpointStatus(
                        ModelEndpointStatus.State.Starting,
                        "ModelLoading",
                        "The model is being loaded.",
                        null,
                        0,
                        1L,
                        List.of()));
        as(Account.viewer)
                .get("/e/fraud/loading/v2/models/digits")
                .then()
                .statusCode(503)
                .body("detail", containsString("ModelLoading"));
    }

    @Test
    void aRequestThatComesBeforeTheServiceProxyKnowsThePodWaitsForIt() throws Exception {
        int port = freePort();
        endpoint(
                "early",
                new ModelEndpointStatus(
                        ModelEndpointStatus.State.Ready, null, null, "127.0.0.1:" + port, 1, 1L, List.of()));
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> as(Account.viewer)
                .contentType(ContentType.JSON)
                .body("{\"inputs\":[]}")
                .post("/e/fraud/early/v2/models/digits/infer")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(answer).failsWithin(Duration.ofSeconds(2)).withThrowableOfType(TimeoutException.class);
        try (RecordingUpstream late = RecordingUpstream.start(vertx, port)) {
            assertThat(answer).succeedsWithin(Duration.ofMinutes(1));
            assertThat(late.count()).isOne();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void endpoint(String name, ModelEndpointStatus status) {
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.getMetadata().setName(name);
        endpoint.getMetadata().setNamespace("team-fraud");
        endpoint.setSpec(new ModelEndpointSpec(
                new ServedModel("pvc://models/run/step/model", ServedModel.Format.sklearn, "digits", null),
                "small",
                null,
                ModelEndpointSpec.Engine.Auto,
                "scientist"));
        kubernetes.resource(endpoint).create();
        endpoint.setStatus(status);
        ModelEndpoint made = kubernetes.resource(endpoint).patchStatus();
        eventually(() -> workloads
                .endpoint("fraud", name)
                .filter(seen -> seen.getMetadata()
                        .getResourceVersion()
                        .equals(made.getMetadata().getResourceVersion()))
                .isPresent());
    }
}
