package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What work costs is its price times its time, as metered. */
@EndToEnd
class CostE2E {
    /** Each of the two readings is rounded to nine decimals. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.000000010");

    private final Platform platform;
    private final Crew crew;
    private JsonNode first;
    private JsonNode second;
    private Run run;

    CostE2E(Platform platform) {
        this.platform = platform;
        crew = platform.crew("cost", "fraud-editors");
    }

    @BeforeAll
    void readTwice() {
        crew.openWorkspace("steady");
        run = crew.submit("engine/sleeper.yaml", Map.of("seconds", 5));
        first = await("the price of the workspace", costs -> hasSteadyWorkspace(costs));
        Instant seen = asOf(first);
        second = await("a reading ten seconds later", costs -> !asOf(costs).isBefore(seen.plusSeconds(10)));
    }

    private boolean hasSteadyWorkspace(JsonNode costs) {
        return workspace(costs)
                .filter(item -> price(item).signum() > 0 && exact(item).signum() > 0)
                .isPresent();
    }

    private JsonNode await(String what, java.util.function.Predicate<JsonNode> good) {
        AtomicReference<String> last = new AtomicReference<>("");
        return Eventually.get(
                what,
                Duration.ofSeconds(120),
                () -> {
                    JsonNode costs = crew.costs();
                    last.set(costs.toString());
                    return good.test(costs) ? Optional.of(costs) : Optional.empty();
                },
                last::get);
    }

    @Test
    void steadyWorkGrowsByItsPriceTimesTheSeconds() {
        JsonNode before = workspace(first).orElseThrow();
        JsonNode after = workspace(second).orElseThrow();
        assertThat(price(after)).as("it runs steadily").isEqualByComparingTo(price(before));
        long seconds = Duration.between(asOf(first), asOf(second)).toSeconds();
        BigDecimal due = price(before)
                .multiply(BigDecimal.valueOf(seconds))
                .divide(BigDecimal.valueOf(3600), 9, RoundingMode.HALF_EVEN);
        assertThat(exact(after).subtract(exact(before)))
                .as("%s an hour for %d s", price(before), seconds)
                .isCloseTo(due, within(ROUNDING));
        assertThat(due).isPositive();
    }

    @Test
    void theTeamsTotalIsTheSumOfItsItems() {
        for (JsonNode costs : List.of(first, second)) {
            assertThat(items(costs).stream().map(CostE2E::exact).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as("%s", costs)
                    .isCloseTo(exact(costs), within(lastDigits(items(costs).size() + 1)));
            assertThat(items(costs).stream()
                            .map(item -> new BigInteger(item.path("amount").asText()))
                            .reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(new BigInteger(costs.path("amount").asText()));
            assertThat(exact(costs).movePointRight(2).setScale(0, RoundingMode.HALF_UP))
                    .as("amount is the exact sum in cents")
                    .isEqualByComparingTo(costs.path("amount").asText());
            assertThat(costs.path("currency").asText()).isEqualTo("EUR");
        }
    }

    /** So far apart may a sum be whose terms are each rounded on its own: half a last digit for each. */
    private static BigDecimal lastDigits(int rounded) {
        return new BigDecimal("0.0000000005").multiply(BigDecimal.valueOf(rounded));
    }

    @Test
    void allThatRunsHasAPrice() {
        assertThat(second.path("unpriced")).isEmpty();
        assertThat(items(second))
                .allSatisfy(
                        item -> assertThat(item.path("unpriced")).as("%s", item).isEmpty());
    }

    @Test
    void aRunIsChargedUnderItsIdAndAskedForByIt() {
        run.succeeds();
        JsonNode costs = await(
                "the run among the team's costs",
                now -> items(now).stream()
                        .anyMatch(item -> item.path("workloadKind").asText().equals("PipelineRun")
                                && item.path("workloadName").asText().equals(run.id())
                                && exact(item).signum() > 0));
        assertThat(costs.path("items")).isNotEmpty();
        JsonNode own = run.now().path("cost");
        assertThat(exact(own)).isPositive();
        assertThat(own.path("currency").asText()).isEqualTo("EUR");
    }

    @Test
    void othersDoNotSeeTheCostsAndFinanceDoes() {
        platform.as("scientist-routing").get(crew.path("/costs")).expect(404);
        JsonNode seen =
                platform.as("finance").get(crew.path("/costs")).expect(200).json();
        assertThat(workspace(seen)).isPresent();
    }

    private static Optional<JsonNode> workspace(JsonNode costs) {
        return items(costs).stream()
                .filter(item -> item.path("workloadKind").asText().equals("Workspace")
                        && item.path("workloadName").asText().equals("steady"))
                .findFirst();
    }

    private static List<JsonNode> items(JsonNode costs) {
        return StreamSupport.stream(costs.path("items").spliterator(), false).toList();
    }

    private static BigDecimal exact(JsonNode costs) {
        return new BigDecimal(costs.path("exact").asText());
    }

    private static BigDecimal price(JsonNode item) {
        return new BigDecimal(item.path("pricePerHour").path("amount").asText("0"));
    }

    private static Instant asOf(JsonNode costs) {
        return Instant.parse(costs.path("asOf").asText());
    }
}
