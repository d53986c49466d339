package dev.freihafen.platform.month;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.OperatorFeed.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metrics of costs, and the dashboard that shows them. */
@QuarkusTest
class DashboardIT extends MonthIT {
    /** The lag of meters is counted every 15 s. */
    private static final int MOST_WAITS = 60;

    private static final Pattern NAME = Pattern.compile("freihafen_[a-z_]+");

    private static final Pattern REJECTED =
            Pattern.compile("(?m)^freihafen_usage_rows_total\\{cluster=\"local\",outcome=\"rejected\"} ([0-9.E]+)$");

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Inject
    CostMetrics costMetrics;

    @Test
    void costsSoFarAndUsageWithoutAPriceAreMetrics() {
        usageOfTheLastHours("first");
        assertThat(scraped())
                .containsPattern("freihafen_cost_so_far\\{[^}]*team=\"fraud\"[^}]*} [0-9.]+")
                .containsPattern("freihafen_usage_unpriced\\{[^}]*resource=\"memory\"[^}]*} [0-9.]+");
    }

    @Test
    void everyMetricOfTheDashboardExists() throws IOException, InterruptedException {
        usageOfTheLastHours("first");
        as(Account.finance)
                .contentType("application/json")
                .body("{\"amount\":\"500.00\",\"currency\":\"EUR\",\"ceiling\":\"500.00\"}")
                .put("/api/v1/teams/fraud/budget")
                .then()
                .statusCode(200);
        usageOfTheLastHours("second");
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("../deploy/grafana/cost.json").toFile());
        Set<String> asked = new TreeSet<>();
        Matcher names = NAME.matcher(dashboard.toString());
        while (names.find()) {
            asked.add(names.group());
        }
        assertThat(asked).hasSizeGreaterThan(4);
        String scraped = scraped();
        for (int waited = 0; waited < MOST_WAITS && !scraped.contains("freihafen_meter_lag"); waited++) {
            Thread.sleep(1000);
            scraped = scraped();
        }
        String found = scraped;
        assertThat(asked).allSatisfy(name -> assertThat(found).containsPattern("(?m)^" + name + "(\\{|\\s)"));
    }

    @Test
    void aRejectedRowIsCountedUnderTheLabelsThatTheAlertAsksFor() throws IOException {
        assertThat(Files.readString(Path.of("../deploy/prometheus/cost.rules.yaml")))
                .contains("freihafen_usage_rows_total{outcome=\"rejected\"}");
        double before = rejected();
        String start = "1971-09-01T00:00:00Z";
        post(batch(List.of(cpu("absurd", "fraud", 1, start, start)), start))
                .statusCode(200)
                .body("rejected", hasSize(1));
        assertThat(rejected()).isEqualTo(before + 1);
    }

    private double rejected() {
        Matcher rows = REJECTED.matcher(scraped());
        return rows.find() ? Double.parseDouble(rows.group(1)) : 0;
    }

    private void usageOfTheLastHours(String uid) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String start = now.minus(2, ChronoUnit.HOURS).toString();
        jdbi.useHandle(handle -> handle.execute("truncate rates, rate_cards"));
        rates(rate("cpu", "cpu", "*", "1.00", "core-hour"));
        List<JsonObject> rows = List.of(
                cpu(uid, "fraud", 4, start, now.toString()),
                usage(uid, "Pod", "fraud", "Workspace", "memory", 1L << 30, start, now.toString()));
        send(rows, now.toString());
        costMetrics.measure();
    }

    private String scraped() {
        return RestAssured.get(metrics).then().statusCode(200).extract().asString();
    }
}
