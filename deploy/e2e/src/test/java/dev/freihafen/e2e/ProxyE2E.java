package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way to workspaces and served models, through the platform's own doors. */
@EndToEnd
class ProxyE2E {
    private final Platform platform;
    private final Crew crew;
    private Run teaching;
    private String workspace;

    ProxyE2E(Platform platform) {
        this.platform = platform;
        crew = platform.shared();
    }

    @BeforeAll
    void openAWorkspaceAndTeachAModel() {
        teaching = crew.submit(Map.of(
                "ir",
                Installation.read(
                        platform.installation().checkout().resolve("deploy/e2e/src/test/resources/model.yaml")),
                "hardwareClass",
                Platform.SMALL));
        workspace = "/w/" + crew.name() + "/" + platform.notebook();
    }

    @Test
    void aWorkspaceAnswersItsOwnerWithoutAPasswordOfItsOwn() {
        Answer answer = platform.inWorkspacesAs(crew.person())
                .get(workspace + "/api/status")
                .expect(200);
        assertThat(answer.json().has("kernels")).as("%s", answer).isTrue();
    }

    @Test
    void aKernelCalculatesThroughAWebSocket() {
        String kernel = newKernel();
        String token = platform.as(crew.person()).token();
        try (Kernel connected = Kernel.connected(
                platform.web(), kernel, builder -> builder.header("Authorization", "Bearer " + token))) {
            assertThat(connected.evaluate("6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void aWebSocketWithoutATokenIsRefused() {
        String kernel = newKernel();
        assertThatThrownBy(() -> Kernel.connected(platform.web(), kernel, builder -> builder))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(401));
    }

    private String newKernel() {
        Answer made = platform.inWorkspacesAs(crew.person())
                .post(workspace + "/api/kernels", Map.of("name", "python3"))
                .expect(201);
        return workspace + "/api/kernels/" + made.field("id");
    }

    @Test
    void aBrowserLogsInAndIsBackInItsWorkspace() {
        BrowserSession browser = BrowserSession.loggedIn(
                platform.installation(), crew.person(), Platform.WORKSPACES + workspace + "/lab");
        Answer lab = browser.open(URI.create(Platform.WORKSPACES + workspace + "/lab"))
                .expect(200);
        assertThat(lab.text()).contains("JupyterLab");
        try (Kernel connected = Kernel.connected(browser.web(), newKernel(), builder -> builder)) {
            assertThat(connected.evaluate("'a' * 3")).isEqualTo("'aaa'");
        }
    }

    @Test
    void withoutATokenAProgramIsRefusedAndABrowserIsSentToTheLogin() {
        Answer program = withoutToken("application/json").expect(401);
        assertThat(program.problem()).isEqualTo("unauthenticated");
        Answer browser = withoutToken("text/html").expect(302);
        assertThat(browser.location())
                .startsWith("https://localhost:8443/realms/freihafen/protocol/openid-connect/auth");
    }

    private Answer withoutToken(String accept) {
        return platform.web()
                .send(HttpRequest.newBuilder(URI.create(Platform.WORKSPACES + workspace + "/lab"))
                        .header("Accept", accept));
    }

    @Test
    void peopleOfAnotherTeamFindNothing() {
        Answer answer = platform.inWorkspacesAs("scientist-routing")
                .get(workspace + "/api/status")
                .expect(404);
        assertThat(answer.problem()).isEqualTo("not-found");
        platform.as("scientist-routing")
                .get("/e/" + crew.name() + "/steps/v2/health/ready")
                .expect(404);
    }

    @Test
    void theTwoOriginsAreKeptApart() {
        platform.as(crew.person()).get(workspace + "/api/status").expect(404);
        platform.inWorkspacesAs(crew.person()).get("/api/v1/me").expect(404);
    }

    @Test
    void aModelIsServedByTheInferenceProtocolAndNothingElseOfItsServer() {
        teaching.succeeds();
        crew.caller()
                .post(
                        crew.path("/endpoints"),
                        Map.of(
                                "name",
                                "steps",
                                "hardwareClass",
                                Platform.SMALL,
                                "model",
                                Map.of(
                                        "uri", "pvc://models/" + teaching.id() + "/teach/model",
                                        "format", "sklearn",
                                        "name", "steps")))
                .expect(201);
        crew.awaitReady("/endpoints/steps");
        String endpoint = "/e/" + crew.name() + "/steps";
        Caller caller = crew.caller();
        caller.get(endpoint + "/v2/health/ready").expect(200);
        JsonNode said = caller.post(
                        endpoint + "/v2/models/steps/infer",
                        Map.of(
                                "inputs",
                                List.of(Map.of(
                                        "name",
                                        "x",
                                        "shape",
                                        List.of(3, 1),
                                        "datatype",
                                        "FP64",
                                        "data",
                                        List.of(1.0, 9.0, 2.0)))))
                .expect(200)
                .json();
        assertThat(said.path("outputs").path(0).path("data")).hasToString("[0,1,0]");
        for (String closed :
                List.of("/", "/metrics", "/v2/repository/index", "/v2/docs", "/v2/models/steps/../../docs")) {
            assertThat(caller.get(endpoint + closed).status()).as(closed).isEqualTo(404);
        }
        caller.post(endpoint + "/v2/repository/models/steps/unload", Map.of()).expect(404);
        caller.delete(crew.path("/endpoints/steps")).expect(200, 202, 204);
    }
}
