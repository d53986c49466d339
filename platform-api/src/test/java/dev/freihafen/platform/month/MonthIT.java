package dev.freihafen.platform.month;

import dev.freihafen.platform.cost.RateFixtures;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.FeedFixtures;
import dev.freihafen.platform.usage.OperatorFeed;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests of months: an empty ledger, and the words to fill it. */
abstract class MonthIT extends PlatformIT {
    static final String SEPTEMBER = "/api/v1/months/2026-09";

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void forgetMonths() {
        jdbi.useHandle(handle -> handle.execute("""
                truncate usage_intervals, cluster_watermarks, usage_rejected, rates, rate_cards, ledger_changes, months,
                  month_settings, month_disputes, month_events, month_document_pieces, month_documents,
                  month_document_facts"""));
    }

    static JsonObject rate(String id, String resource, String hardwareClass, String price, String unit) {
        return RateFixtures.rate(id, resource, price, unit).put("hardwareClass", hardwareClass);
    }

    static void rates(JsonObject... rates) {
        RateFixtures.putCard("months", rates).statusCode(201);
    }

    /** Usage of the CPU by a workspace of a team, in cores. */
    static JsonObject cpu(String uid, String team, long cores, String start, String end) {
        return usage(uid, "Pod", team, "Workspace", "cpu", cores * 1000, start, end);
    }

    static JsonObject node(String uid, long cores, String start, String end) {
        return usage(uid, "Node", "", "System", "cpu", cores * 1000, start, end)
                .put("workloadName", "")
                .put("hardwareClass", "metal");
    }

    static JsonObject usage(
            String uid,
            String kind,
            String team,
            String workload,
            String resource,
            long quantity,
            String start,
            String end) {
        JsonObject row = new JsonObject()
                .put("type", "Usage")
                .put("id", uid + "/" + resource + "/" + start + "/" + end)
                .put("objectUid", uid)
                .put("objectKind", kind)
                .put("objectName", uid)
                .put("team", team)
                .put("workloadKind", workload)
                .put("workloadName", "w-" + uid)
                .put("hardwareClass", "small")
                .put("capacityType", "OnDemand")
                .put("resource", resource)
                .put("quantity", quantity)
                .put("start", start)
                .put("lastSeen", end.isEmpty() ? start : end)
                .put("quality", "Exact");
        return end.isEmpty() ? row : row.put("end", end);
    }

    static void send(List<JsonObject> rows) {
        send(rows, "2026-10-02T00:00:00Z");
    }

    static void send(List<JsonObject> rows, String observedUntil) {
        OperatorFeed.send(FeedFixtures.batch(rows, observedUntil));
    }

    static ValidatableResponse put(Account account, String path, String body) {
        return as(account)
                .contentType("application/json")
                .body(body)
                .put(SEPTEMBER + path)
                .then();
    }

    static ValidatableResponse act(Account account, String action) {
        return act(account, action, "{}");
    }

    static ValidatableResponse act(Account account, String action, String body) {
        return as(account)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(SEPTEMBER + action)
                .then();
    }

    static String csv(Account account, String path) {
        return as(account)
                .accept("text/csv")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** Golden case 4: a node of 1,000.00, A 320, B 110, C 55 core-hours at 1.00, all within September. */
    static void nodeAndThreeTeams() {
        rates(rate("cpu", "cpu", "*", "1.00", "core-hour"));
        List<JsonObject> rows = new ArrayList<>();
        rows.add(node("node-1", 10, "2026-09-02T00:00:00Z", "2026-09-06T04:00:00Z"));
        rows.add(cpu("a", "fraud", 4, "2026-09-02T00:00:00Z", "2026-09-05T08:00:00Z"));
        rows.add(cpu("b", "routing", 2, "2026-09-02T00:00:00Z", "2026-09-04T07:00:00Z"));
        rows.add(cpu("c", "churn", 1, "2026-09-02T00:00:00Z", "2026-09-04T07:00:00Z"));
        send(rows);
    }

    static void close() {
        act(Account.finance, ":review").statusCode(200);
        act(Account.financeSecond, ":approve").statusCode(200);
    }
}
