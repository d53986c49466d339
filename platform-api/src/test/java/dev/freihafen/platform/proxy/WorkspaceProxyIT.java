package dev.freihafen.platform.proxy;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkspaceProxyIT extends PlatformIT {
    @Inject
    Vertx vertx;

    @Inject
    WorkspaceOrigin origin;

    @Inject
    Workloads workloads;

    private KubernetesClient kubernetes;
    private RecordingUpstream upstream;
    private String uid;

    @BeforeEach
    void makeWorkspaces() throws Exception {
        kubernetes = TestPlatform.client();
        upstream = RecordingUpstream.start(vertx);
        uid = workspace(
                        "nb",
                        new WorkspaceStatus(WorkspaceStatus.State.Ready, null, null, upstream.address(), 1L, List.of()))
                .getMetadata()
                .getUid();
    }

    @AfterEach
    void removeWorkspaces() {
        upstream.close();
        kubernetes.resources(Workspace.class).inNamespace("team-fraud").delete();
        kubernetes.close();
    }

    @Test
    void theOwnersRequestReachesTheWorkspaceWithItsTokenAndNothingOfOurs() {
        String token = Account.scientist.token();
        at(token)
                .header("Cookie", "q_session_browser-of-workspaces=secret; _xsrf=abc")
                .header("X-Forwarded-User", "platform")
                .header("kubeflow-userid", "platform")
                .header("Origin", "http://localhost:" + origin.port())
                .body("print(1)")
                .post("/w/fraud/nb/api/contents?type=notebook")
                .then()
                .statusCode(200)
                .header("X-Upstream", "yes")
                .body(equalTo("POST /w/fraud/nb/api/contents?type=notebook print(1)"));
        RecordingUpstream.Received received = upstream.last();
        assertClean(received, token);
        assertThat(received.headers().get("Cookie")).isEqualTo("_xsrf=abc");
        assertThat(received.headers().get("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    void aWebSocketReachesTheWorkspaceWithItsTokenAndNothingOfOurs() throws Exception {
        String token = Account.scientist.token();
        HttpClient client = vertx.createHttpClient();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(origin.port())
                .setURI("/w/fraud/nb/api/kernels/1/channels")
                .addHeader("Authorization", "Bearer " + token)
                .addHeader("Cookie", "q_session_browser-of-workspaces=secret; _xsrf=abc")
                .addHeader("X-Forwarded-User", "platform")
                .addHeader("Impersonate-User", "platform")
                .addHeader("Origin", "http://localhost:" + origin.port());
        WebSocket socket = client.webSocket(options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        CompletableFuture<String> answer = new CompletableFuture<>();
        socket.textMessageHandler(answer::complete);
        socket.writeTextMessage("hello");
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
        assertThat(upstream.last().uri()).isEqualTo("/w/fraud/nb/api/kernels/1/channels");
        assertClean(upstream.last(), token);
        assertThat(upstream.last().headers().get("Cookie")).isEqualTo("_xsrf=abc");
        socket.close();
        client.close();
    }

    @Test
    void aWebSocketWithoutATokenDoesNotGetThrough() {
        HttpClient client = vertx.createHttpClient();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(origin.port())
                .setURI("/w/fraud/nb/api/kernels/1/channels");
        assertThat(client.webSocket(options).toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("401");
        assertThat(upstream.count()).isZero();
        client.close();
    }

    @Test
    void onlyWhoMayChangeTheWorkspaceGetsIn() {
        at(Account.teamAdmin.token()).get("/w/fraud/nb/lab").then().statusCode(200);
        int before = upstream.count();
        at(Account.colleague.token())
                .get("/w/fraud/nb/lab")
                .then()
                .statusCode(403)
                .body("detail", containsString("scientist"));
        at(Account.viewer.token()).get("/w/fraud/nb/lab").then().statusCode(403);
        at(Account.auditor.token()).get("/w/fraud/nb/lab").then().statusCode(403);
        at(Account.scientistRouting.token()).get("/w/fraud/nb/lab").then().statusCode(404);
        at(Account.stranger.token()).get("/w/fraud/nb/lab").then().statusCode(404);
        at(Account.scientist.token()).get("/w/fraud/none/lab").then().statusCode(404);
        RestAssured.given()
                .baseUri("http://localhost")
                .port(origin.port())
                .get("/w/fraud/nb/lab")
                .then()
                .statusCode(401);
        assertThat(upstream.count()).isEqualTo(before);
    }

    @Test
    void aWorkspaceThatIsNotReadySaysWhy() throws Exception {
        workspace(
                "slow",
                new WorkspaceStatus(
                        WorkspaceStatus.State.Pending,
                        "Unschedulable",
                        "No node has 64 CPUs free.",
                        null,
                        1L,
                        List.of()));
        at(Account.scientist.token())
                .get("/w/fraud/slow/lab")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:freihafen:problem:not-ready"))
                .body("detail", containsString("Unschedulable"))
                .body("detail", containsString("No node has 64 CPUs free."));
    }

    @Test
    void aWorkspaceThatDoesNotAnswerIsABadGateway() {
        upstream.close();
        at(Account.scientist.token())
                .get("/w/fraud/nb/lab")
                .then()
                .statusCode(502)
                .contentType("application/problem+json")
                .body("instance", equalTo("/w/fraud/nb/lab"));
    }

    @Test
    void workspacesAndTheApiHaveOriginsOfTheirOwn() {
        as(Account.scientist).get("/w/fraud/nb/lab").then().statusCode(404);
        at(Account.scientist.token()).get("/api/v1/me").then().statusCode(404);
        at(Account.scientist.token()).get("/q/openapi").then().statusCode(404);
        assertThat(upstream.count()).isZero();
    }

    @Test
    void aBrowserLogsInByTheCodeFlowAndItsSessionHoldsForWorkspacesOnly() throws Exception {
        TestPlatform.issuer().browserAccount(Account.scientist);
        CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        URI lab = URI.create("http://localhost:" + origin.port() + "/w/fraud/nb/lab?reset");
        try (java.net.http.HttpClient browser = java.net.http.HttpClient.newBuilder()
                        .followRedirects(java.net.http.HttpClient.Redirect.ALWAYS)
                        .cookieHandler(cookies)
                        .build();
                java.net.http.HttpClient still = java.net.http.HttpClient.newHttpClient()) {
            HttpResponse<String> first = still.send(navigation(lab), HttpResponse.BodyHandlers.ofString());
            assertThat(first.statusCode()).isEqualTo(302);
            assertThat(first.headers().firstValue("Location").orElseThrow())
                    .contains("code_challenge=", "code_challenge_method=S256", "nonce=", "state=");
            assertThat(first.headers().allValues("Set-Cookie"))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie)
                            .containsIgnoringCase("httponly")
                            .containsIgnoringCase("samesite=lax")
                            .containsIgnoringCase("path=/w"));
            HttpResponse<String> landed = browser.send(navigation(lab), HttpResponse.BodyHandlers.ofString());
            assertThat(landed.statusCode()).as(landed.body()).isEqualTo(200);
            assertThat(landed.uri()).isEqualTo(lab);
            assertThat(upstream.last().headers().get("Authorization")).startsWith("token ");
            assertThat(upstream.last().headers().contains("Cookie")).isFalse();
            assertThat(cookies.getCookieStore().getCookies())
                    .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                    .isNotEmpty()
                    .allMatch(cookie -> cookie.getPath().equals("/w") && cookie.isHttpOnly());
            String session = String.join(
                    "; ",
                    cookies.getCookieStore().getCookies().stream()
                            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                            .toList());
            RestAssured.given()
                    .header("Cookie", session)
                    .get("/api/v1/me")
                    .then()
                    .statusCode(401);
            RestAssured.given()
                    .header("Cookie", session)
                    .get("/e/fraud/x/v2/health")
                    .then()
                    .statusCode(401);
        }
    }

    private void assertClean(RecordingUpstream.Received received, String token) {
        assertThat(received.headers().getAll("Authorization"))
                .containsExactly("token " + WorkspaceToken.of(uid, TestPlatform.WORKSPACE_KEY));
        assertThat(received.headers().toString()).doesNotContain(token, "secret", "platform");
        assertThat(received.headers().get("Host")).isEqualTo("localhost:" + origin.port());
        assertThat(received.headers().get("Origin")).isEqualTo("http://localhost:" + origin.port());
    }

    private static HttpRequest navigation(URI address) {
        return HttpRequest.newBuilder(address).header("Accept", "text/html,*/*").build();
    }

    private RequestSpecification at(String token) {
        return RestAssured.given()
                .baseUri("http://localhost")
                .port(origin.port())
                .auth()
                .oauth2(token);
    }

    private Workspace workspace(String name, WorkspaceStatus status) {
        Workspace workspace = new Workspace();
        workspace.getMetadata().setName(name);
        workspace.getMetadata().setNamespace("team-fraud");
        workspace.setSpec(new WorkspaceSpec(null, "small", "1Gi", true, "scientist"));
        kubernetes.resource(workspace).create();
        workspace.setStatus(status);
        Workspace made = kubernetes.resource(workspace).patchStatus();
        eventually(() -> workloads
                .workspace("fraud", name)
                .filter(seen -> seen.getMetadata()
                        .getResourceVersion()
                        .equals(made.getMetadata().getResourceVersion()))
                .isPresent());
        return made;
    }
}
