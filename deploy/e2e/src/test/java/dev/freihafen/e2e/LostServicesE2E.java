package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The database or the identity provider is away for a while: it is told, nothing is lost, and all recovers by itself. */
@EndToEnd
@Isolated("it ends PostgreSQL and Keycloak, which all others need")
class LostServicesE2E {
    private static final String API_READY = "http://localhost:9000/q/health/ready";
    private final Platform platform;
    private final Programs programs;
    private final Crew crew;
    private final PodWitness witness;
    private final Charges charges;

    LostServicesE2E(Platform platform) {
        this.platform = platform;
        this.programs = new Programs(platform.installation());
        this.crew = platform.crew("lost", "fraud-editors");
        this.witness = new PodWitness(platform.cluster(), crew.namespace());
        this.charges = new Charges(new Ledger(platform.installation()), witness);
    }

    @AfterAll
    void leaveThePlatformRunning() {
        witness.close();
        programs.restart();
    }

    @Test
    void aRunGoesOnWhileTheDatabaseIsAwayAndNothingOfItIsLost() {
        Run run = crew.submit(Map.of("ir", platform.installation().example("digits/pipeline.yaml")));
        long api = programs.process(Programs.Program.Api);
        awaitEndOfAStep(run);
        programs.end(Programs.Service.Postgres);

        Answer away = crew.caller().get(run.path()).expect(503);
        assertThat(away.problem()).isEqualTo("database-unavailable");
        assertThat(away.retryAfter()).matches("[1-9][0-9]*");
        assertThat(away.field("detail")).containsIgnoringCase("try again");
        Answer create =
                crew.caller().post(crew.path("/workspaces"), Map.of("name", "late", "hardwareClass", Platform.SMALL));
        assertThat(create.expect(503).problem()).isEqualTo("database-unavailable");
        assertThat(health()).contains("Database is reachable").contains("DOWN");
        awaitAnUnheardEnd(run);

        programs.restart();
        run.succeeds();
        assertThat(programs.process(Programs.Program.Api))
                .as("the API came back by itself")
                .isEqualTo(api);
        assertThat(run.steps())
                .allSatisfy(step ->
                        assertThat(step.path("attempt").asInt()).as("%s", step).isEqualTo(1));
        assertThat(run.log("pick").expect(200).text()).contains("best:");
        charges.assertChargedForWhatPodsLived(run);
    }

    @Test
    void knownTokensGoOnWhileTheLoginIsAwayAndNewLoginsAreToldWhy() {
        Caller known = platform.withToken(crew.caller().token());
        known.get(crew.path("")).expect(200);
        programs.end(Programs.Service.Keycloak);

        known.get(crew.path("")).expect(200);
        assertThatThrownBy(() -> new Logins(platform.installation(), platform.web()).token("auditor"))
                .hasMessageContaining("Keycloak does not answer")
                .hasMessageContaining("make up");
        Answer browser = Web.browser(platform.installation())
                .send(HttpRequest.newBuilder(URI.create(Platform.WORKSPACES + "/w/" + crew.name() + "/notebook/lab"))
                        .header("Accept", "text/html"));
        assertThat(browser.expect(503).text()).contains("identity-provider-unavailable");

        programs.restart();
        new Caller(
                        platform.web(),
                        Platform.API,
                        () -> new Logins(platform.installation(), platform.web()).token("auditor"))
                .get("/api/v1/me")
                .expect(200);
    }

    private void awaitEndOfAStep(Run run) {
        Eventually.holds(
                "the first step of run " + run.id(),
                Duration.ofSeconds(120),
                () -> witness.ofRun(run.id()).stream()
                        .anyMatch(pod -> pod.finished().isPresent()),
                () -> witness.ofRun(run.id()).toString());
    }

    /** A pod that ends now is kept until the API has heard of it, which it cannot write down. */
    private void awaitAnUnheardEnd(Run run) {
        Eventually.holds(
                "a second step's end while the database is away",
                Duration.ofSeconds(120),
                () -> witness.ofRun(run.id()).stream()
                                .filter(pod -> pod.finished().isPresent())
                                .count()
                        > 1,
                () -> witness.ofRun(run.id()).toString());
    }

    private String health() {
        return platform.web()
                .send(HttpRequest.newBuilder(URI.create(API_READY)))
                .expect(503)
                .text();
    }
}
