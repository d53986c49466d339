package dev.freihafen.platform.budget;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.AlertSinks;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** When an alert of a budget is raised, and that it arrives once. */
@QuarkusTest
class BudgetAlertsIT extends TeamWithBudget {
    @Inject
    BudgetEvaluation evaluation;

    @Test
    void aForecastThatPassesTheBudgetIsAnAlertOfItsOwnWhereAskedFor() {
        put(Account.finance, "{\"amount\":\"500\",\"currency\":\"EUR\",\"warnAt\":[100],\"warnOnForecast\":true}")
                .statusCode(200);
        spent412AndSomeCentsOn20September();
        eventually(() -> AlertSinks.posted(team).size() == 1);
        assertThat(AlertSinks.posted(team).getFirst().body()).contains("\"kind\":\"Forecast\"", "639.78");
        as(Account.scientist)
                .get(path("/alerts") + SEPTEMBER)
                .then()
                .body("items.alert.kind", equalTo(List.of("Forecast")));
    }

    @Test
    void manyProgramsThatLookAtOnceRaiseEachAlertOnce() throws Exception {
        spent412AndSomeCentsOn20September();
        put(
                        Account.finance,
                        "{\"amount\":\"9000\",\"currency\":\"EUR\",\"warnAt\":[10,50,100],\"onExceeded\":\"Hold\"}")
                .statusCode(200);
        jdbi.useHandle(handle -> handle.execute("update budgets set amount = 400 where team = ?", team));
        Team there;
        try (KubernetesClient client = TestPlatform.client()) {
            there = client.resources(Team.class).withName(team).get();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int program = 0; program < 8; program++) {
                threads.submit(() -> evaluation.evaluate(there));
            }
        }
        as(Account.scientist)
                .get(path("/alerts") + SEPTEMBER)
                .then()
                .body("items.alert.threshold", equalTo(List.of(10, 50, 100)));
        as(Account.teamAdmin)
                .get(path("/audit"))
                .then()
                .body("items.findAll { it.act == 'Held' }.size()", equalTo(1))
                .body("items.findAll { it.act == 'AlertRaised' }.size()", equalTo(3));
        eventually(() ->
                AlertSinks.posted(team).size() == 3 && AlertSinks.mails(team).size() == 3);
    }

    @Test
    void aWebhookThatIsOutOfOrderGetsTheSameAlertLater() {
        AlertSinks.outOfOrder(true);
        try {
            put(Account.finance, "{\"amount\":\"400\",\"currency\":\"EUR\",\"warnAt\":[100]}")
                    .statusCode(200);
            spent412AndSomeCentsOn20September();
            eventually(() -> as(Account.scientist)
                    .get(path("/alerts") + SEPTEMBER)
                    .asString()
                    .contains("it answered 500"));
        } finally {
            AlertSinks.outOfOrder(false);
        }
        jdbi.useHandle(
                handle -> handle.execute("update alert_deliveries set next_at = now() where delivered_at is null"));
        eventually(() -> AlertSinks.posted(team).size() == 1);
        as(Account.scientist)
                .get(path("/alerts") + SEPTEMBER)
                .then()
                .body(
                        "items.alert.id",
                        equalTo(List.of(AlertSinks.posted(team).getFirst().alert())))
                .body("items[0].deliveries.channel", hasItem("Webhook"));
    }
}
