package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CorrectionsIT extends MonthIT {
    private static final String AUGUST = "/api/v1/months/2026-08";

    /** Golden case 8: August closed with 1,234.56; 140 become 100 GPU-hours at 2.50, and 3.2 came late; September has 2.20. */
    @Test
    void aClosedAugustIsCorrectedInSeptemberAtAugustsRates() {
        rates(
                rate("cpu", "cpu", "*", "1.00", "core-hour"),
                rate("august", "accelerator/H100", "*", "2.50", "unit-hour").put("validUntil", "2026-09-01T00:00:00Z"),
                rate("september", "accelerator/H100", "*", "2.20", "unit-hour")
                        .put("validFrom", "2026-09-01T00:00:00Z"));
        send(List.of(
                gpu("train", "2026-08-02T00:00:00Z", "2026-08-07T20:00:00Z").put("quality", "Estimated"),
                cpu("rest", "fraud", 2, "2026-08-01T00:00:00Z", "2026-08-19T10:16:48Z")));
        as(Account.finance).get(AUGUST + "/statement").then().body("lines.amount.sum()", equalTo(123_456));
        step(Account.finance, ":review", AUGUST);
        step(Account.financeSecond, ":approve", AUGUST);
        String august = csv(Account.finance, AUGUST + "/statement");
        byte[] document = document();

        send(List.of(
                gpu("train", "2026-08-02T00:00:00Z", "2026-08-06T04:00:00Z"),
                gpu("late", "2026-08-20T00:00:00Z", "2026-08-20T03:12:00Z")));

        as(Account.finance)
                .get(SEPTEMBER + "/statement")
                .then()
                .body("lines.kind.unique()", equalTo(List.of("Correction")))
                .body("lines.findAll { it.workloadName == 'w-train' }.amount.sort()", equalTo(List.of(-35_000, 25_000)))
                .body("lines.findAll { it.workloadName == 'w-late' }.amount", equalTo(List.of(800)))
                .body("lines.amount.sum()", equalTo(-9_200));
        assertThat(csv(Account.finance, AUGUST + "/statement")).isEqualTo(august);
        assertThat(document()).isEqualTo(document);

        step(Account.finance, ":review", SEPTEMBER);
        step(Account.financeSecond, ":approve", SEPTEMBER);
        as(Account.finance).get("/api/v1/months/2026-10/statement").then().body("lines", empty());
        send(List.of(gpu("later", "2026-08-21T00:00:00Z", "2026-08-21T01:00:00Z")));
        as(Account.finance).get("/api/v1/months/2026-10/statement").then().body("lines.amount", equalTo(List.of(250)));
    }

    private static JsonObject gpu(String uid, String start, String end) {
        return usage(uid, "Pod", "fraud", "Workspace", "accelerator/H100", 1000, start, end);
    }

    private static void step(Account account, String action, String month) {
        as(account).urlEncodingEnabled(false).post(month + action).then().statusCode(200);
    }

    private static byte[] document() {
        return as(Account.auditor)
                .get(AUGUST + "/document")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }
}
