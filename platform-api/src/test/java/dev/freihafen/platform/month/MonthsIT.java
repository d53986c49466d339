package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.document.Verification;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MonthsIT extends MonthIT {
    @Test
    void aStatementAddsUpToThePoolToTheCent() {
        nodeAndThreeTeams();
        put(Account.finance, "/pools", """
                {"pools":[{"cluster":"local","amount":"1050.00","currency":"EUR","text":"invoice 17"}]}""").statusCode(200);
        put(Account.finance, "/policy", """
                {"idle":"ProRata"}""").statusCode(200);
        as(Account.finance)
                .get(SEPTEMBER + "/statement")
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("complete", equalTo(true))
                .body("clusters[0].pool", equalTo(105_000))
                .body("clusters[0].residual", equalTo(5_000))
                .body("lines.findAll { it.kind == 'Usage' }.amount", equalTo(List.of(5_500, 32_000, 11_000)))
                .body("lines.findAll { it.kind == 'Idle' }.amount", equalTo(List.of(5_840, 33_979, 11_681)))
                .body("lines.amount.sum()", equalTo(105_000));
        as(Account.viewer)
                .get("/api/v1/teams/fraud/months/2026-09/statement")
                .then()
                .statusCode(200)
                .body("lines.team.unique()", equalTo(List.of("fraud")))
                .body("lines.amount.sum()", equalTo(32_000 + 33_979));
        assertThat(csv(Account.viewer, "/api/v1/teams/fraud/months/2026-09/statement")
                        .lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("w-a") && line.contains("320.00"));
        as(Account.scientistRouting)
                .get("/api/v1/teams/fraud/months/2026-09/statement")
                .then()
                .statusCode(404);
        as(Account.viewer).get(SEPTEMBER + "/statement").then().statusCode(403);
    }

    @Test
    void policiesAreShownSideBySideAndNothingIsWritten() {
        nodeAndThreeTeams();
        as(Account.auditor)
                .get(SEPTEMBER + "/preview?idle=ProRata&idle=Even&idle=Owners:fraud=50,routing=30,churn=20")
                .then()
                .statusCode(200)
                .body("options", hasSize(4))
                .body("options[0].clusters[0].idle", equalTo(51_500))
                .body("options[1].teams.amount", equalTo(List.of(5_500 + 5_840, 32_000 + 33_979, 11_000 + 11_681)))
                .body("options[2].clusters[0].idle", equalTo(0))
                .body("options[3].teams.amount", equalTo(List.of(5_500 + 10_300, 32_000 + 25_750, 11_000 + 15_450)));
        as(Account.finance)
                .get(SEPTEMBER + "/preview?idle=Half")
                .then()
                .statusCode(422)
                .body("errors[0].path", equalTo("idle"));
        as(Account.finance).get(SEPTEMBER + "/policy").then().body("idle", equalTo(null));
    }

    @Test
    void aMonthIsClosedByTwoPeopleIntoADocumentThatVerifiesOffline() {
        nodeAndThreeTeams();
        act(Account.financeSecond, ":approve").statusCode(409).body("detail", containsString(":review first"));
        act(Account.viewer, ":review").statusCode(403);
        act(Account.finance, ":review").statusCode(200).body("state", equalTo("REVIEW"));
        act(Account.finance, ":approve").statusCode(403).body("detail", containsString("another person"));
        act(Account.auditor, ":approve").statusCode(403);
        String sha256 = act(Account.financeSecond, ":approve")
                .statusCode(200)
                .body("state", equalTo("CLOSED"))
                .body("history.event", equalTo(List.of("Reviewed", "Closed")))
                .extract()
                .path("document");
        byte[] document = document();
        Verification verified = Verification.of(
                lines -> DocumentReader.read(new ByteArrayInputStream(document), "2026-09.json", lines));
        assertThat(verified.differences()).isEmpty();
        assertThat(verified.document().sha256()).isEqualTo(sha256);
        String closed = csv(Account.finance, SEPTEMBER + "/statement");
        assertThat(closed.lines()).hasSize(1 + 3 + 2);
        send(List.of(cpu("late", "fraud", 1, "2026-09-20T00:00:00Z", "2026-09-20T10:00:00Z")));
        assertThat(csv(Account.finance, SEPTEMBER + "/statement")).isEqualTo(closed);
        assertThat(document()).isEqualTo(document);
        put(Account.finance, "/pools", "{}").statusCode(409);
    }

    private static byte[] document() {
        return as(Account.auditor)
                .get(SEPTEMBER + "/document")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    @Test
    void whatArrivesAfterTheCloseIsCorrectedInTheNextOpenMonth() {
        nodeAndThreeTeams();
        close();
        rates(rate("cpu", "cpu", "*", "1.00", "core-hour"), rate("memory", "memory", "*", "0.10", "GiB-hour"));
        String october = "/api/v1/months/2026-10/statement";
        as(Account.finance).get(october).then().statusCode(200).body("lines", empty());
        send(List.of(cpu("late", "routing", 1, "2026-09-20T00:00:00Z", "2026-09-20T10:00:00Z")));
        as(Account.finance)
                .get(october)
                .then()
                .body("lines.kind.unique()", equalTo(List.of("Correction")))
                .body("lines.findAll { it.team == 'routing' }.amount.sum()", equalTo(1_000))
                .body("lines.note", hasItem(containsString("2026-09")));
        String twice = csv(Account.finance, october);
        send(List.of(cpu("late", "routing", 1, "2026-09-20T00:00:00Z", "2026-09-20T10:00:00Z")));
        assertThat(csv(Account.finance, october)).isEqualTo(twice);
    }

    @Test
    void usageWithoutAPriceBlocksTheCloseByName() {
        rates(rate("cpu", "cpu", "*", "0.50", "core-hour"));
        send(List.of(
                cpu("a", "fraud", 1, "2026-09-02T00:00:00Z", "2026-09-02T10:00:00Z"),
                usage(
                        "a",
                        "Pod",
                        "fraud",
                        "Workspace",
                        "accelerator/H100",
                        1000,
                        "2026-09-02T00:00:00Z",
                        "2026-09-02T04:00:00Z")));
        as(Account.finance)
                .get(SEPTEMBER)
                .then()
                .body("complete", equalTo(false))
                .body("warnings.text", hasItem(containsString("accelerator/H100")));
        act(Account.finance, ":review").statusCode(200);
        act(Account.financeSecond, ":approve")
                .statusCode(409)
                .body("errors.message", hasItem(containsString("accelerator/H100")));
        as(Account.finance).get(SEPTEMBER + "/focus").then().statusCode(409);
        as(Account.finance).get(SEPTEMBER).then().body("state", equalTo("REVIEW"));
    }

    @Test
    void disputesAreAnsweredBeforeTheClose() {
        nodeAndThreeTeams();
        String dispute = """
                {"team":"fraud","text":"it ran an hour only"}""";
        act(Account.scientist, "/disputes", dispute).statusCode(409);
        act(Account.finance, ":review").statusCode(200);
        act(Account.scientistRouting, "/disputes", dispute).statusCode(404);
        String id = act(Account.scientist, "/disputes", dispute)
                .statusCode(201)
                .extract()
                .path("id");
        act(Account.financeSecond, ":approve").statusCode(409).body("errors[0].path", equalTo(id));
        act(Account.scientist, "/disputes/" + id + ":answer", "{\"text\":\"no\"}")
                .statusCode(403);
        act(Account.finance, "/disputes/" + id + ":answer", "{\"text\":\"see its log\"}")
                .statusCode(200);
        act(Account.finance, "/disputes/" + id + ":answer", "{\"text\":\"again\"}")
                .statusCode(409);
        as(Account.scientist)
                .get(SEPTEMBER + "/disputes?team=fraud")
                .then()
                .body("items[0].answer", equalTo("see its log"))
                .body("items[0].raisedBy", equalTo("scientist"));
        as(Account.scientist).get(SEPTEMBER + "/disputes").then().statusCode(403);
        act(Account.financeSecond, ":approve").statusCode(200);
    }

    @Test
    void aClosedMonthIsReopenedByTwoPeopleAndItIsLogged() {
        nodeAndThreeTeams();
        close();
        String reason = "{\"reason\":\"the invoice was wrong\"}";
        act(Account.finance, ":reopen").statusCode(422);
        act(Account.finance, ":reopen", reason)
                .statusCode(202)
                .body("state", equalTo("CLOSED"))
                .body("reopenAskedBy", equalTo("finance"));
        act(Account.finance, ":reopen", reason).statusCode(403);
        act(Account.financeSecond, ":reopen", reason)
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("history.event", equalTo(List.of("Reviewed", "Closed", "ReopenAsked", "Reopened")));
        as(Account.auditor).get(SEPTEMBER + "/document").then().statusCode(200);
        close();
        as(Account.auditor).get(SEPTEMBER).then().body("revision", equalTo(2));
    }

    @Test
    void ofTwoClosersAtOnceOneWinsAndTheOtherIsTold() throws Exception {
        nodeAndThreeTeams();
        act(Account.finance, ":review").statusCode(200);
        List<Integer> answers = new ArrayList<>();
        try (var closers = Executors.newFixedThreadPool(4)) {
            List<Future<ValidatableResponse>> sent = new ArrayList<>();
            for (int closer = 0; closer < 4; closer++) {
                sent.add(closers.submit(() -> act(Account.financeSecond, ":approve")));
            }
            for (Future<ValidatableResponse> one : sent) {
                answers.add(one.get().extract().statusCode());
            }
        }
        assertThat(answers).containsExactlyInAnyOrder(200, 409, 409, 409);
        as(Account.finance).get(SEPTEMBER).then().body("revision", equalTo(1));
    }

    @Test
    void ratesThatChangedSinceTheReviewAreReviewedAgain() {
        nodeAndThreeTeams();
        act(Account.finance, ":review").statusCode(200);
        rates(rate("cpu", "cpu", "*", "1.10", "core-hour"));
        act(Account.financeSecond, ":approve").statusCode(409).body("detail", containsString("Rates changed"));
        act(Account.finance, ":reopen", "{\"reason\":\"new rates\"}").statusCode(200);
        close();
    }

    @Test
    void whatIsEnteredIsRefusedWithPathAndReason() {
        put(Account.finance, "/pools", """
                {"pools":[{"cluster":"local","amount":"1e3","currency":"EUR"},\
                {"cluster":"local","amount":"1","currency":"EURO"}]}""")
                .statusCode(422)
                .body("errors.path", equalTo(List.of("pools[0].amount", "pools[1].currency")));
        put(Account.finance, "/exchange-rates", """
                {"currency":"EUR","rates":[{"base":"EUR","quote":"USD","rate":"0"}]}""").statusCode(422);
        put(Account.finance, "/policy", """
                {"idle":"Owners:fraud"}""").statusCode(422).body("errors[0].path", equalTo("idle"));
        put(Account.viewer, "/policy", "{}").statusCode(403);
        as(Account.finance).get("/api/v1/months/2026-13").then().statusCode(422);
        as(Account.viewer).get("/api/v1/months").then().statusCode(403);
    }

    @Test
    void twoCurrenciesOfAClusterNeedAnExchangeRate() {
        rates(
                rate("cpu", "cpu", "*", "1.00", "core-hour"),
                rate("memory", "memory", "*", "1.0847", "GiB-hour").put("currency", "USD"));
        send(List.of(
                cpu("a", "fraud", 1, "2026-09-02T00:00:00Z", "2026-09-02T10:00:00Z"),
                usage(
                        "a",
                        "Pod",
                        "fraud",
                        "Workspace",
                        "memory",
                        1L << 30,
                        "2026-09-02T00:00:00Z",
                        "2026-09-02T10:00:00Z")));
        as(Account.finance)
                .get(SEPTEMBER + "/statement")
                .then()
                .statusCode(409)
                .body("detail", containsString("exchange-rates"));
        put(Account.finance, "/exchange-rates", """
                {"currency":"EUR","rates":[{"base":"EUR","quote":"USD","rate":"1.0847"}]}""").statusCode(200);
        as(Account.finance)
                .get(SEPTEMBER + "/statement")
                .then()
                .statusCode(200)
                .body("lines.amount", equalTo(List.of(1_000, 1_000)));
    }

    /** Golden case 17, whose byte-seconds need more than 64 bits, beside a small volume on the same line. */
    @Test
    void byteSecondsThatFitNoLongAreSummedExactly() {
        rates(rate("disk", "storage/standard", "*", "0.08", "GiB-month"));
        JsonObject large = usage(
                "a",
                "PersistentVolumeClaim",
                "fraud",
                "Volume",
                "storage/standard",
                20L << 40,
                "2026-09-01T00:00:00Z",
                "2026-10-01T00:00:00Z");
        JsonObject small = usage(
                        "b",
                        "PersistentVolumeClaim",
                        "fraud",
                        "Volume",
                        "storage/standard",
                        500L << 30,
                        "2026-09-01T00:00:00Z",
                        "2026-10-01T00:00:00Z")
                .put("workloadName", "w-a");
        send(List.of(large, small));
        as(Account.finance)
                .get(SEPTEMBER + "/statement")
                .then()
                .body("lines.amount", equalTo(List.of(163_840 + 4_000)));
    }

    @Test
    void whatIsOpenBeforeTheMonthsEndIsWarnedOf() {
        rates(rate("cpu", "cpu", "*", "1.00", "core-hour"));
        send(List.of(cpu("a", "fraud", 1, "2026-09-01T00:00:00Z", "")), "2026-09-03T00:00:00Z");
        as(Account.finance)
                .get(SEPTEMBER)
                .then()
                .body("warnings.find { it.kind == 'OPEN_INTERVAL' }.text", containsString("2026-09-03T00:00:00Z"));
        as(Account.finance).get(SEPTEMBER + "/statement").then().body("lines.amount", equalTo(List.of(4_800)));
        close();
        send(List.of(), "2026-10-02T00:00:00Z");
        as(Account.finance)
                .get("/api/v1/months/2026-10/statement")
                .then()
                .body("lines.findAll { it.kind == 'Correction' }.amount.sum()", equalTo(72_000 - 4_800));
    }

    @Test
    void allFormsOfAStatementAreGiven() {
        nodeAndThreeTeams();
        for (String form : List.of(Reports.PDF, Reports.XLSX, "text/csv", "application/json")) {
            for (String path : List.of(SEPTEMBER, "/api/v1/teams/fraud/months/2026-09")) {
                as(Account.finance)
                        .accept(form)
                        .get(path + "/statement")
                        .then()
                        .statusCode(200)
                        .contentType(form);
            }
        }
        assertThat(csv(Account.finance, SEPTEMBER + "/journal").lines()).hasSizeGreaterThan(3);
        assertThat(csv(Account.finance, SEPTEMBER + "/focus?version=1.2").lines())
                .hasSizeGreaterThan(10);
        as(Account.finance).get(SEPTEMBER + "/focus?version=9").then().statusCode(422);
        close();
        assertThat(csv(Account.finance, SEPTEMBER + "/focus?version=1.4&mode=merge")
                        .lines())
                .hasSizeGreaterThan(10);
        as(Account.finance)
                .accept(Reports.PDF)
                .get(SEPTEMBER + "/statement")
                .then()
                .statusCode(200);
    }
}
