package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused with a problem that says what to do, and nothing half-made stays. */
@EndToEnd
class BadInputE2E {
    private static final int TWO_MEBIBYTES = 2 << 20;
    private final Platform platform;
    private final Crew crew;
    private final Crew foreign;
    private final List<Refusal> refusals = new ArrayList<>();

    BadInputE2E(Platform platform) {
        this.platform = platform;
        crew = platform.crew("bad", "fraud-editors");
        foreign = platform.crew("foreign", "routing-editors");
    }

    /** A row of the table: what is sent, and how it must be refused. */
    private record Bad(String what, Supplier<Answer> send, int status, String type, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** What tells problems apart for the one who reads them. */
    private record Refusal(String type, String title, String detail, String errors) {}

    @BeforeAll
    void nothingIsThereYet() {
        assertNothingWasMade();
    }

    Stream<Bad> table() {
        String sound = platform.installation().example("engine/sleeper.yaml");
        return Stream.of(
                bad("a pipeline that is no YAML", run("{[: no"), 422, "pipeline-unreadable", "not readable as YAML"),
                bad(
                        "an unknown schema version",
                        run(sound.replace("schemaVersion: 2.1.0", "schemaVersion: 9.0.0")),
                        422,
                        "schema-version-unknown",
                        "schemaVersion"),
                bad(
                        "tasks that wait for each other",
                        run(platform.installation().example("engine/cyclic.yaml")),
                        422,
                        "pipeline-cyclic",
                        "cycle"),
                bad(
                        "a parameter that is missing",
                        run(platform.installation().example("engine/parameters.yaml")),
                        422,
                        "parameter-missing",
                        "is missing"),
                bad(
                        "a file of two mebibytes",
                        run(sound + "#".repeat(TWO_MEBIBYTES)),
                        413,
                        "payload-too-large",
                        "bytes"),
                bad(
                        "a team that is not there",
                        () -> crew.caller().post("/api/v1/teams/nobody-knows-it/runs", body(sound)),
                        404,
                        "not-found",
                        "nobody-knows-it"),
                bad(
                        "a team of others",
                        () -> crew.caller().post(foreign.path("/runs"), body(sound)),
                        404,
                        "not-found",
                        foreign.name()),
                bad(
                        "a token that is none",
                        () -> platform.withToken("no.token.atall").post(crew.path("/runs"), body(sound)),
                        401,
                        "unauthenticated",
                        "token"),
                bad(
                        "a field that nobody knows",
                        () -> crew.caller().post(crew.path("/runs"), Map.of("ir", sound, "colour", "red")),
                        400,
                        "bad-request",
                        "colour"));
    }

    private static Bad bad(String what, Supplier<Answer> send, int status, String type, String says) {
        return new Bad(what, send, status, type, says);
    }

    private Supplier<Answer> run(String ir) {
        return () -> crew.caller().post(crew.path("/runs"), body(ir));
    }

    private static Map<String, Object> body(String ir) {
        return Map.of("ir", ir);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void isRefusedWithItsOwnProblem(Bad bad) {
        Refusal refusal = refused(bad.send().get(), bad.status(), bad.type(), bad.says());
        assertThat(refusals).as("each has its own words").doesNotContain(refusal);
        refusals.add(refusal);
    }

    @Test
    void aTokenWhoseTimeIsOverIsRefused() {
        Caller late = platform.withToken(platform.logins().expiredToken(crew.person()));
        refused(late.get("/api/v1/me"), 401, "unauthenticated", "token");
        String ir = platform.installation().example("engine/sleeper.yaml");
        refused(late.post(crew.path("/runs"), body(ir)), 401, "unauthenticated", "token");
    }

    @Test
    void aTeamOfOthersLooksLikeNoTeamAtAll() {
        Answer hidden = crew.caller().get(foreign.path("/runs"));
        Answer unknown = crew.caller().get("/api/v1/teams/nobody-knows-it/runs");
        assertThat(hidden.problem()).isEqualTo(unknown.problem());
        assertThat(hidden.field("detail").replace(foreign.name(), "T"))
                .isEqualTo(unknown.field("detail").replace("nobody-knows-it", "T"));
    }

    @Test
    void aPipelineVersionIsCheckedAsARunIs() {
        String versions = crew.path("/pipelines/broken/versions/");
        refused(
                crew.caller().putYaml(versions + "1", platform.installation().example("engine/cyclic.yaml")),
                422,
                "pipeline-cyclic",
                "cycle");
        refused(crew.caller().putYaml(versions + "2", "#".repeat(TWO_MEBIBYTES)), 413, "payload-too-large", "bytes");
        assertThat(crew.caller().get(crew.path("/pipelines")).expect(200).items())
                .isEmpty();
    }

    @AfterAll
    void nothingHalfMadeIsLeft() {
        assertNothingWasMade();
    }

    private void assertNothingWasMade() {
        assertThat(crew.caller().get(crew.path("/runs")).expect(200).items()).isEmpty();
        for (Crew one : List.of(crew, foreign)) {
            assertThat(platform.cluster()
                            .resources(PipelineRun.class)
                            .inNamespace(one.namespace())
                            .list()
                            .getItems())
                    .isEmpty();
        }
    }

    private static Refusal refused(Answer answer, int status, String type, String says) {
        answer.expect(status);
        assertThat(answer.problem()).isEqualTo(type);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        Refusal refusal = new Refusal(
                type,
                answer.field("title"),
                answer.field("detail"),
                answer.json().path("errors").toString());
        assertThat(refusal.title()).isNotBlank();
        assertThat(refusal.detail()).isNotBlank().doesNotContain("Exception", "dev.freihafen", "java.");
        assertThat(refusal.detail() + refusal.errors()).contains(says);
        return refusal;
    }
}
