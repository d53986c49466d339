package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.file.UsageCsv;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.cost.statement.UsageSums;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A made-up month of feeds, sent again and again in any order. */
@QuarkusTest
class ReplayIT extends MonthIT {
    private static final YearMonth MONTH = YearMonth.of(2026, 9);
    private static final int ROWS = 3000;

    private final SampleMonth sample = new SampleMonth(new Shape(MONTH, 2, 4, 60, 8, 5, 3, 40, 2), 17);

    @Test
    void aFeedThreeTimesAndShuffledGivesTheSameBytesAsTheCostModelAlone() {
        putRates();
        List<UsageInterval> facts;
        try (var usage = sample.usage()) {
            facts = usage.toList();
        }
        String expected = offline(facts);
        List<UsageInterval> feed = new ArrayList<>();
        for (UsageInterval fact : facts) {
            feed.add(fact.observed(null, fact.start(), Quality.EXACT));
            feed.add(fact);
            feed.add(fact);
        }
        for (long seed = 0; seed < 3; seed++) {
            Collections.shuffle(feed, new Random(seed));
            sample.clusters().forEach(cluster -> sendAll(cluster, feed));
            assertThat(csv(Account.finance, SEPTEMBER + "/statement"))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theSameFactsAsAFileOfFinanceGiveTheSameBytes() {
        putRates();
        List<UsageInterval> facts;
        try (var usage = sample.usage()) {
            facts = usage.toList();
        }
        var file = new ByteArrayOutputStream();
        UsageCsv.write(file, facts.stream());
        upload(file.toByteArray()).statusCode(200).body("rows", equalTo(facts.size()));
        assertThat(csv(Account.finance, SEPTEMBER + "/statement")).isEqualTo(offline(facts));
    }

    @Test
    void aFileWithOneWrongLineIsRefusedWhole() {
        String header = String.join(",", UsageInterval.COLUMNS);
        String good = "west,a,Pod,a,fraud,Other,w,,,small,,OnDemand,cpu,1000,2026-09-01T00:00:00Z,2026-09-01T01:00:00Z,"
                + "2026-09-01T01:00:00Z,Exact";
        upload((header + "\n" + good + "\n" + good.replace("cpu", "gpu") + "\n").getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("errors[0].path", equalTo("line 3, resource"));
        upload((header + "\n" + good + "\n").getBytes(StandardCharsets.UTF_8)).statusCode(200);
        upload((header + "\n" + good.replace("west,a,", "west,b,") + "\n" + good.replace(",1000,", ",2000,") + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .statusCode(422);
        long rows = jdbi.withHandle(handle -> handle.createQuery("select count(*) from usage_intervals")
                .mapTo(Long.class)
                .one());
        assertThat(rows).isEqualTo(1);
    }

    private static ValidatableResponse upload(byte[] csv) {
        return as(Account.finance)
                .urlEncodingEnabled(false)
                .contentType("text/csv")
                .body(csv)
                .post("/api/v1/usage:import")
                .then();
    }

    private String offline(List<UsageInterval> facts) {
        RateCard card = RateCard.of(sample.rates().stream()
                .map(rate -> new Rate(
                        "sample@1/" + rate.id(),
                        rate.cluster(),
                        rate.resource(),
                        rate.hardwareClass(),
                        rate.capacityType(),
                        rate.price(),
                        rate.unit(),
                        rate.currency(),
                        rate.validFrom(),
                        rate.validUntil(),
                        rate.source()))
                .toList());
        UsageSums sums = new UsageSums(new Month(MONTH, ZoneId.of("UTC")), card);
        facts.forEach(sums::add);
        var out = new ByteArrayOutputStream();
        StatementCsv.write(out, Statement.of(sums, Terms.of(sums.month(), card), List.of()).lines().stream());
        return out.toString(StandardCharsets.UTF_8);
    }

    private void putRates() {
        List<JsonObject> rows = sample.rates().stream().map(ReplayIT::rate).toList();
        as(Account.finance)
                .contentType("application/json")
                .body(new JsonObject().put("rates", rows).encode())
                .put("/api/v1/rate-cards/sample")
                .then()
                .statusCode(201);
    }

    static JsonObject rate(Rate rate) {
        return new JsonObject()
                .put("id", rate.id())
                .put("cluster", rate.cluster())
                .put("resource", rate.resource().text())
                .put("hardwareClass", rate.hardwareClass())
                .put(
                        "capacityType",
                        rate.capacityType() == null ? "*" : rate.capacityType().text())
                .put("price", rate.price().toPlainString())
                .put("unit", rate.unit().text())
                .put("currency", rate.currency().getCurrencyCode())
                .put("validFrom", rate.validFrom().toString())
                .put(
                        "validUntil",
                        rate.validUntil() == null ? "" : rate.validUntil().toString())
                .put("source", rate.source());
    }

    private static void sendAll(String cluster, List<UsageInterval> feed) {
        List<UsageInterval> own =
                feed.stream().filter(row -> row.cluster().equals(cluster)).toList();
        for (int from = 0; from < own.size(); from += ROWS) {
            List<JsonObject> rows = new ArrayList<>();
            for (UsageInterval row : own.subList(from, Math.min(own.size(), from + ROWS))) {
                rows.add(row(row, rows.size()));
            }
            RestAssured.given()
                    .auth()
                    .oauth2(TestPlatform.issuer().operatorToken(cluster))
                    .contentType("application/json")
                    .body(new JsonObject()
                            .put("cluster", cluster)
                            .put("rows", rows)
                            .encode())
                    .post("/api/v1/usage")
                    .then()
                    .statusCode(200)
                    .body("rejected", empty());
        }
    }

    private static JsonObject row(UsageInterval row, int place) {
        JsonObject json = new JsonObject()
                .put("type", "Usage")
                .put("id", "row-" + place)
                .put("objectUid", row.objectUid())
                .put("objectKind", row.objectKind().text())
                .put("objectName", row.objectName())
                .put("team", row.team())
                .put("workloadKind", row.workloadKind().text())
                .put("workloadName", row.workloadName())
                .put("step", row.step())
                .put("owner", row.owner())
                .put("hardwareClass", row.hardwareClass())
                .put("node", row.node())
                .put(
                        "capacityType",
                        row.capacityType() == null ? "" : row.capacityType().text())
                .put("resource", row.resource().text())
                .put("quantity", row.quantity())
                .put("start", row.start().toString())
                .put("lastSeen", row.lastSeen().toString())
                .put("quality", row.quality().text());
        Instant end = row.end();
        return end == null ? json : json.put("end", end.toString());
    }
}
