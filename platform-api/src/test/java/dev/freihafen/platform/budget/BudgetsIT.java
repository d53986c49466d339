package dev.freihafen.platform.budget;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static dev.freihafen.platform.usage.OperatorFeed.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.AlertSinks;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Golden case 9 through the API, and what budgets do besides. September 2026, 500 EUR. */
@QuarkusTest
class BudgetsIT extends TeamWithBudget {
    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void theGoldenCaseGivesOneAlertAtElevenAndHoldsNewWork() {
        put(Account.finance, "{\"amount\":\"500\",\"currency\":\"EUR\",\"warnAt\":[100],\"onExceeded\":\"Hold\"}")
                .statusCode(200);
        spent412AndSomeCentsOn20September();
        budget().body("state", equalTo("Within"))
                .body("charged", equalTo("412.300000000"))
                .body("pricePerHour", equalTo("1.750000000"))
                .body("forecast", equalTo("639.78"))
                .body("left", equalTo("87.700000000"));
        watermark("2026-09-22T10:00:00Z");
        budget().body("charged", equalTo("499.800000000")).body("state", equalTo("Within"));
        watermark("2026-09-22T11:00:00Z");
        eventually(() -> admission() != null && admission().state() == Admission.State.Held);
        budget().body("charged", equalTo("501.550000000"))
                .body("state", equalTo("Exceeded"))
                .body("held", containsString("used up (501.55 EUR of 500.00 EUR)"));
        assertThat(admission().reason()).contains("Finance or an Admin of the team");
        watermark("2026-09-22T12:00:00Z");
        watermark("2026-09-22T13:00:00Z");
        eventually(() ->
                AlertSinks.posted(team).size() == 1 && AlertSinks.mails(team).size() == 1);
        as(Account.scientist)
                .get(path("/alerts") + SEPTEMBER)
                .then()
                .statusCode(200)
                .body("items.alert.threshold", equalTo(List.of(100)))
                .body("items[0].alert.amount", equalTo("501.550000000"))
                .body("items[0].alert.asOf", equalTo("2026-09-22T11:00:00Z"));
        assertSigned(AlertSinks.posted(team).getFirst());
        String id = AlertSinks.posted(team).getFirst().alert();
        assertThat(AlertSinks.mails(team).getFirst())
                .contains("Message-ID: <" + id + "@freihafen>", "To: finance@example.org");
        assertThat(RestAssured.get(metrics).asString())
                .contains("freihafen_budget_left{currency=\"EUR\",team=\"" + team + "\"}", "freihafen_alerts_pending");
    }

    @Test
    void anOverrideLiftsTheHoldUntilItsEndAndEveryActIsInTheAudit() {
        put(Account.finance, "{\"amount\":\"400\",\"currency\":\"EUR\",\"onExceeded\":\"Hold\"}")
                .statusCode(200);
        spent412AndSomeCentsOn20September();
        eventually(() -> admission() != null && admission().state() == Admission.State.Held);
        override(Account.scientist, Instant.now().plus(1, ChronoUnit.HOURS)).statusCode(403);
        override(Account.teamAdmin, Instant.now().plus(90, ChronoUnit.DAYS))
                .statusCode(422)
                .body("errors[0].path", equalTo("until"));
        override(Account.teamAdmin, Instant.now().plus(1, ChronoUnit.HOURS))
                .statusCode(200)
                .body("held", nullValue())
                .body("override.grantedBy", equalTo("teamAdmin"))
                .body("override.reason", equalTo("the quarter ends"));
        assertThat(admission().state()).isEqualTo(Admission.State.Open);
        jdbi.useHandle(handle -> handle.execute(
                "update budget_overrides set until = now() - interval '1 second' where granted_by = 'teamAdmin'"));
        watermark("2026-09-20T09:00:00Z");
        eventually(() -> admission().state() == Admission.State.Held);
        as(Account.teamAdmin)
                .get(path("/audit"))
                .then()
                .statusCode(200)
                .body(
                        "items.act",
                        equalTo(List.of(
                                "Held", "Lifted", "Overridden", "Held", "AlertRaised", "AlertRaised", "BudgetChanged")))
                .body("items[2].by", equalTo("teamAdmin"))
                .body("items[2].detail", containsString("the quarter ends"));
        as(Account.scientist).get(path("/audit")).then().statusCode(403);
        as(Account.auditor)
                .get(path("/audit") + "?pageSize=2")
                .then()
                .body("items.act", equalTo(List.of("Held", "Lifted")));
        put(Account.finance, "{\"amount\":\"600\",\"currency\":\"EUR\",\"onExceeded\":\"Hold\"}")
                .statusCode(200);
        assertThat(admission().state()).isEqualTo(Admission.State.Open);
    }

    @Test
    void financeSetsTheCeilingAndAnAdminTheBudgetInsideIt() {
        String fifty = "{\"amount\":\"50\",\"currency\":\"EUR\"}";
        put(Account.teamAdmin, fifty).statusCode(403).body("detail", containsString("no ceiling"));
        put(Account.scientist, fifty).statusCode(403);
        put(Account.scientistRouting, fifty).statusCode(404);
        as(Account.teamAdmin).get(path("/budget") + SEPTEMBER).then().statusCode(404);
        put(Account.finance, "{\"amount\":\"50\",\"currency\":\"EUR\",\"ceiling\":\"100\"}")
                .statusCode(200);
        put(Account.teamAdmin, "{\"amount\":\"100\",\"currency\":\"EUR\"}")
                .statusCode(200)
                .body("ceiling", equalTo("100"));
        put(Account.teamAdmin, "{\"amount\":\"101\",\"currency\":\"EUR\"}")
                .statusCode(422)
                .body("errors[0].path", equalTo("amount"));
        put(Account.teamAdmin, "{\"amount\":\"90\",\"currency\":\"EUR\",\"ceiling\":\"1000\"}")
                .statusCode(403);
        put(Account.teamAdmin, "{\"amount\":\"90\",\"currency\":\"USD\"}").statusCode(403);
        put(Account.finance, "{\"amount\":\"-1\",\"currency\":\"EUR\"}").statusCode(422);
        put(Account.finance, "{\"amount\":\"1\",\"currency\":\"XYZ\"}").statusCode(422);
        put(Account.finance, "{\"amount\":\"1\",\"currency\":\"EUR\",\"warnAt\":[0]}")
                .statusCode(422);
        as(Account.finance)
                .contentType("application/json")
                .body(fifty)
                .put(path("/budget") + "?month=2026-13")
                .then()
                .statusCode(422)
                .body("errors[0].path", equalTo("month"));
        as(Account.teamAdmin)
                .get(path("/budget") + "?month=2026-12")
                .then()
                .statusCode(200)
                .body("since", equalTo("2026-09"))
                .body("amount", equalTo("100"));
    }

    private ValidatableResponse override(Account account, Instant until) {
        return as(account)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"reason\":\"the quarter ends\",\"until\":\"" + until.truncatedTo(ChronoUnit.SECONDS) + "\"}")
                .post(path("/budget:override"))
                .then();
    }

    private ValidatableResponse budget() {
        return as(Account.scientist).get(path("/budget") + SEPTEMBER).then().statusCode(200);
    }

    private @Nullable Admission admission() {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(Team.class).withName(team).get().getSpec().admission();
        }
    }

    private static void assertSigned(AlertSinks.Posted posted) {
        String[] parts = posted.signature().split("[=,]");
        assertThat(Duration.between(Instant.ofEpochSecond(Long.parseLong(parts[1])), Instant.now()))
                .isLessThan(Duration.ofMinutes(5));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(AlertSinks.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            assertThat(parts[3])
                    .isEqualTo(HexFormat.of()
                            .formatHex(mac.doFinal((parts[1] + "." + posted.body()).getBytes(StandardCharsets.UTF_8))));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        assertThat(posted.body()).contains("\"id\":\"" + posted.alert() + "\"");
    }
}
