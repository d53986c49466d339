package dev.freihafen.platform.alert;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.testing.Eventually.eventually;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.OperatorFeed.send;
import static dev.freihafen.platform.usage.OperatorFeed.watermark;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.AlertSinks;
import dev.freihafen.platform.testing.KilledApi;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.StatementProxy.Step;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program is killed while it raises or sends an alert: there is one alert, and every delivery bears its id. */
@QuarkusTest
class KilledAlertIT extends PlatformIT {
    private static final String TEAM = "routing";

    @Test
    void anAlertIsRaisedOnceAndArrivesAlthoughTheProgramIsKilled() throws Throwable {
        try (KilledApi api = KilledApi.start()) {
            putCard("alerts", rate("cpu", "cpu", "2.00", "core-hour")).statusCode(201);
            budget();
            List<Step> steps = List.of(
                    KilledApi.commit("insert into alerts", false),
                    KilledApi.commit("insert into alerts", true),
                    new Step("", "update alert_deliveries set delivered_at", false));
            send(batch(List.of(ended(core(), "2026-09-01T01:00:00Z", "Exact")), "2026-09-20T08:00:00Z"));
            eventually(() -> arrived(api));
            for (Step step : steps) {
                int hour = 9 + steps.indexOf(step);
                api.jdbi().useHandle(handle -> handle.execute("truncate alerts, alert_deliveries"));
                int before = AlertSinks.posted(TEAM).size();
                api.killedLaterAt(step, () -> watermark("2026-09-20T%02d:00:00Z".formatted(hour)));
                watermark("2026-09-20T%02d:30:00Z".formatted(hour));
                eventually(() -> arrived(api));
                List<String> ids = api.jdbi()
                        .withHandle(handle -> handle.createQuery("select cast(id as text) from alerts")
                                .mapTo(String.class)
                                .list());
                assertThat(ids).as("%s", step).hasSize(1);
                List<AlertSinks.Posted> posted = AlertSinks.posted(TEAM);
                assertThat(posted.subList(before, posted.size()))
                        .as("%s", step)
                        .isNotEmpty()
                        .allSatisfy(one -> assertThat(ids).containsExactly(one.alert()));
                assertThat(AlertSinks.mails(TEAM)).as("%s", step).anyMatch(mail -> mail.contains(ids.getFirst()));
            }
        }
    }

    /** By webhook and by mail. */
    private static boolean arrived(KilledApi api) {
        return api.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) = 2 from alert_deliveries where delivered_at is not null")
                        .mapTo(Boolean.class)
                        .one());
    }

    /** 2.00 for a core-hour: an hour of 300 cores is more than the budget of 500. */
    private static JsonObject core() {
        return cpu("spent", "notebook", "2026-09-01T00:00:00Z", "2026-09-01T01:00:00Z")
                .put("team", TEAM)
                .put("quantity", 300_000);
    }

    private static void budget() {
        as(Account.finance)
                .contentType("application/json")
                .body("{\"amount\":\"500\",\"currency\":\"EUR\",\"warnAt\":[100]}")
                .put("/api/v1/teams/" + TEAM + "/budget?month=2026-09")
                .then()
                .statusCode(200);
    }
}
