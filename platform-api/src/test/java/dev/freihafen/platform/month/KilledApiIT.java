package dev.freihafen.platform.month;

import static dev.freihafen.platform.testing.KillingProxy.Moment.afterCommitOf;
import static dev.freihafen.platform.testing.KillingProxy.Moment.before;
import static dev.freihafen.platform.testing.KillingProxy.Moment.beforeCommitOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.KillingProxy;
import dev.freihafen.platform.testing.KillingProxy.Moment;
import dev.freihafen.platform.testing.RunningApi;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SIGKILL of the real program at each step of a close and of an ingestion: after a restart not done, or done once. */
@QuarkusTest
class KilledApiIT extends MonthIT {
    private static final List<Moment> OF_A_CLOSE = List.of(
            before("insert into month_document_pieces"),
            before("insert into month_documents"),
            before("insert into month_document_facts"),
            before("insert into months"),
            before("insert into month_events"),
            beforeCommitOf("insert into month_documents"),
            afterCommitOf("insert into month_documents"));

    private static final List<Moment> OF_AN_INGESTION = List.of(
            before("pg_advisory_xact_lock"),
            before("copy usage_intervals"),
            before("update usage_intervals"),
            before("insert into usage_rejected"),
            before("insert into ledger_changes"),
            before("insert into cluster_watermarks"),
            beforeCommitOf("copy usage_intervals"),
            afterCommitOf("copy usage_intervals"));

    @Test
    void aCloseThatIsKilledAnywhereIsNotDoneOrDoneOnce() throws Exception {
        monthInReview();
        List<String> before = Kept.ofMonths(jdbi);
        act(Account.financeSecond, ":approve").statusCode(200);
        List<String> closed = Kept.ofMonths(jdbi);
        String statement = csv(Account.finance, SEPTEMBER + "/statement");

        try (KillingProxy proxy = proxy();
                RunningApi api = RunningApi.start(behind(proxy))) {
            for (Moment moment : OF_A_CLOSE) {
                forgetMonths();
                monthInReview();
                proxy.killAt(moment, api);
                assertThat(approve(api)).as("%s: no answer", moment).isEmpty();
                assertThat(proxy.hasKilled()).as("%s came", moment).isTrue();
                boolean wasDone = moment.when() == KillingProxy.When.AFTER;
                assertThat(Kept.ofMonths(jdbi)).as("%s", moment).isEqualTo(wasDone ? closed : before);

                api.startAgain();
                assertThat(approve(api)).as("%s: asked again", moment).contains(wasDone ? 409 : 200);
                assertThat(Kept.ofMonths(jdbi)).as("%s", moment).isEqualTo(closed);
                assertThat(csv(Account.finance, SEPTEMBER + "/statement"))
                        .as("%s", moment)
                        .isEqualTo(statement);
            }
        }
    }

    @Test
    void aBatchThatIsKilledAnywhereIsNotTakenOrTakenOnce() throws Exception {
        JsonObject first = batchThatChangesEverything();
        List<String> before = Kept.ofTheLedger(jdbi);
        post(first).statusCode(200);
        List<String> taken = Kept.ofTheLedger(jdbi);
        assertThat(taken).isNotEqualTo(before);

        try (KillingProxy proxy = proxy();
                RunningApi api = RunningApi.start(behind(proxy))) {
            for (Moment moment : OF_AN_INGESTION) {
                forgetMonths();
                JsonObject batch = batchThatChangesEverything();
                proxy.killAt(moment, api);
                assertThat(ingest(api, batch)).as("%s: no answer", moment).isEmpty();
                assertThat(proxy.hasKilled()).as("%s came", moment).isTrue();
                assertThat(Kept.ofTheLedger(jdbi))
                        .as("%s", moment)
                        .isEqualTo(moment.when() == KillingProxy.When.AFTER ? taken : before);

                api.startAgain();
                assertThat(ingest(api, batch)).as("%s: sent again", moment).contains(200);
                assertThat(Kept.ofTheLedger(jdbi)).as("%s", moment).isEqualTo(taken);
            }
        }
    }

    private static void monthInReview() {
        nodeAndThreeTeams();
        act(Account.finance, ":review").statusCode(200);
    }

    private static KillingProxy proxy() throws Exception {
        return new KillingProxy(database().getPort());
    }

    private static URI database() {
        return URI.create(
                TestPlatform.settings().get("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
    }

    private static Map<String, String> behind(KillingProxy proxy) {
        return Map.of("quarkus.datasource.jdbc.url", proxy.jdbcUrl("postgres", "postgres"));
    }

    private static Optional<Integer> approve(RunningApi api) {
        return status(
                RestAssured.given()
                        .baseUri(api.origin())
                        .urlEncodingEnabled(false)
                        .auth()
                        .oauth2(Account.financeSecond.token())
                        .contentType("application/json")
                        .body("{}"),
                SEPTEMBER + ":approve");
    }

    private static Optional<Integer> ingest(RunningApi api, JsonObject batch) {
        return status(
                RestAssured.given()
                        .baseUri(api.origin())
                        .auth()
                        .oauth2(TestPlatform.issuer().operatorToken("local"))
                        .contentType("application/json")
                        .body(batch.encode()),
                "/api/v1/usage");
    }

    /** Empty where the program died and gave no answer. */
    private static Optional<Integer> status(RequestSpecification request, String path) {
        try {
            return Optional.of(request.post(path).statusCode());
        } catch (Exception noAnswer) {
            return Optional.empty();
        }
    }
}
