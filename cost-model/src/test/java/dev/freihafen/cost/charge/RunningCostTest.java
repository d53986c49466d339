package dev.freihafen.cost.charge;

import static dev.freihafen.cost.Facts.GIB;
import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningCostTest {

    private static final Window SEPTEMBER = Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC);
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final RateCard CARD = RateCard.of(List.of(
            rate("price", "2.50"),
            rate("id", "r2", "resource", "cpu", "unit", "core-hour", "price", "0.031611"),
            rate("id", "r3", "resource", "memory", "unit", "GiB-hour", "price", "0.004237"),
            rate("id", "r4", "resource", "storage/standard", "unit", "GiB-month", "price", "0.08")));

    @Test
    void aMinuteLaterTheExactCostHasGrownByThePriceOfTheMinute() {
        RunningCost first = cost(NOON, workspace(NOON));
        RunningCost later = cost(NOON.plusSeconds(60), workspace(NOON.plusSeconds(60)));
        BigDecimal minute =
                first.pricePerHour().exact().dividedBy(BigInteger.valueOf(60)).decimal(9);
        assertThat(later.exact().subtract(first.exact()).subtract(minute).abs()).isLessThanOrEqualTo(nano());
        assertThat(first.pricePerHour().amount()).isEqualTo(new BigDecimal("0.080281111"));
        assertThat(first.exact()).isEqualTo(new BigDecimal("0.963373333"));
        assertThat(first.amount()).isEqualTo(96);
        assertThat(first.asOf()).isEqualTo(NOON);
    }

    @Test
    void amountsOfWorkloadsSumToTheAmountOfTheTeam() {
        // Three times a third of a cent: one cent in all.
        List<UsageInterval> runs = List.of(run("a"), run("b"), run("c"));
        RunningCost cost =
                RunningCost.ofTeam("fraud", runs, RateCard.of(List.of(rate("price", "0.0033333"))), SEPTEMBER, NOON);
        assertThat(cost.amount()).isEqualTo(1);
        assertThat(cost.items()).extracting(item -> item.workload().name()).containsExactly("a", "b", "c");
        assertThat(cost.items()).extracting(item -> item.amount().intValue()).containsExactly(1, 0, 0);
        assertThat(cost.items()).allSatisfy(item -> assertThat(item.exact()).isEqualTo("0.003333300"));
    }

    @Test
    void exactCostsAreRoundedEachOnItsOwn() {
        // Three hours at 0.4 of the last digit: 0.0 each, and 1.2 of it together.
        RateCard card = RateCard.of(List.of(rate("price", "0.0000000004")));
        RunningCost cost = RunningCost.ofTeam("fraud", List.of(run("a"), run("b"), run("c")), card, SEPTEMBER, NOON);
        assertThat(cost.items()).allSatisfy(item -> assertThat(item.exact()).isZero());
        assertThat(cost.exact()).isEqualTo(nano());
    }

    @Test
    void onlyTheTeamsOwnUsageCounts() {
        RunningCost cost = cost(
                NOON,
                run("a"),
                usage("team", "routing", "end", "2026-09-01T01:00:00Z", "objectUid", "x"),
                usage("workloadKind", "System", "end", "2026-09-01T01:00:00Z", "objectUid", "y"));
        assertThat(cost.exact()).isEqualByComparingTo("2.50");
    }

    @Test
    void whatHasEndedOrWasNotSeenAtTheWatermarkHasNoPricePerHour() {
        RunningCost cost = cost(NOON, run("a"), usage("objectUid", "x", "workloadName", "lost"));
        assertThat(cost.pricePerHour().amount()).isZero();
        assertThat(cost.exact()).isEqualByComparingTo("2.50");
    }

    @Test
    void whatHasJustStartedIsListedWithItsPricePerHour() {
        RunningCost cost = cost(NOON, usage("start", NOON.toString(), "lastSeen", NOON.toString()));
        assertThat(cost.amount()).isZero();
        assertThat(cost.items()).hasSize(1);
        assertThat(cost.items().getFirst().workload()).isEqualTo(new Workload(WorkloadKind.PIPELINE_RUN, "digits"));
        assertThat(cost.items().getFirst().pricePerHour().amount()).isEqualByComparingTo("2.50");
        assertThat(cost.currency()).hasToString("EUR");
    }

    @Test
    void nothingAfterTheWatermarkIsCharged() {
        RunningCost cost = cost(Instant.parse("2026-09-01T00:30:00Z"), run("a"));
        assertThat(cost.exact()).isEqualByComparingTo("1.25");
        assertThat(cost.pricePerHour().amount()).isEqualByComparingTo("2.50");
    }

    @Test
    void nothingRunsInAWindowThatIsOver() {
        Instant october = Instant.parse("2026-10-02T00:00:00Z");
        RunningCost cost = cost(october, usage("lastSeen", october.toString()));
        assertThat(cost.asOf()).isEqualTo(SEPTEMBER.until());
        assertThat(cost.exact()).isEqualByComparingTo("1800");
        assertThat(cost.pricePerHour()).isEqualTo(new PricePerHour(Fraction.ZERO, null, List.of()));
    }

    @Test
    void aTeamWithoutUsageHasNoCurrency() {
        RunningCost cost = cost(NOON);
        assertThat(cost.currency()).isNull();
        assertThat(cost.amount()).isZero();
        assertThat(cost.items()).isEmpty();
    }

    @Test
    void unpricedUsageIsNamedForTheTeamAndForItsWorkload() {
        RunningCost cost = cost(
                NOON, run("a"), usage("resource", "accelerator/L4", "workloadName", "b", "lastSeen", NOON.toString()));
        assertThat(cost.exact()).isEqualByComparingTo("2.50");
        assertThat(cost.unpriced()).hasSize(1);
        assertThat(cost.items().getFirst().unpriced()).isEmpty();
        assertThat(cost.items().getLast().unpriced()).isEqualTo(cost.unpriced());
        assertThat(cost.items().getLast().pricePerHour().unpriced())
                .extracting(PriceKey::sentence)
                .containsExactly("accelerator/L4 of class gpu (OnDemand) in cluster local");
        assertThat(cost.pricePerHour().complete()).isFalse();
    }

    @Test
    void twoCurrenciesOfOneTeamAreRefused() {
        RateCard card =
                RateCard.of(List.of(rate("cluster", "local"), rate("id", "r2", "cluster", "us", "currency", "USD")));
        List<UsageInterval> usage = List.of(run("a"), usage("cluster", "us", "end", "2026-09-01T01:00:00Z"));
        assertThatThrownBy(() -> RunningCost.ofTeam("fraud", usage, card, SEPTEMBER, NOON))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessage("the rates that apply to one team are in EUR and USD; price it in one currency");
    }

    @Test
    void aQuoteIsTheSumOfItsReservations() {
        PricePerHour quote = PricePerHour.quote(
                Map.of(key("cpu"), 2000L, key("memory"), 4L << 30, key("storage/standard"), 10L << 30),
                CARD,
                NOON,
                ZoneOffset.UTC);
        Fraction expected =
                Fraction.of(new BigDecimal("0.08017")).plus(Fraction.of(8, 10).dividedBy(BigInteger.valueOf(720)));
        assertThat(quote.exact()).isEqualTo(expected);
        assertThat(quote.amount()).isEqualTo("0.081281111");
        assertThat(quote.currency()).hasToString("EUR");
    }

    @Test
    void aQuoteNamesWhatItCannotPrice() {
        PricePerHour quote =
                PricePerHour.quote(Map.of(key("cpu"), 1000L, key("accelerator/L4"), 1000L), CARD, NOON, ZoneOffset.UTC);
        assertThat(quote.amount()).isEqualByComparingTo("0.031611");
        assertThat(quote.unpriced()).containsExactly(key("accelerator/L4"));
        assertThat(quote.complete()).isFalse();
    }

    @Test
    void aQuoteOfANegativeQuantityIsRefused() {
        assertThatThrownBy(() -> PricePerHour.quote(Map.of(key("cpu"), -1L), CARD, NOON, ZoneOffset.UTC))
                .hasMessageStartingWith("quantity: -1 of cpu");
    }

    @Test
    void betweenTwoWatermarksTheCostGrowsByPriceTimesSeconds() {
        Seeds.each(random -> {
            int seconds = random.nextInt(1, 3600);
            Instant later = NOON.plusSeconds(seconds);
            RunningCost first = cost(NOON, workspace(NOON));
            RunningCost second = cost(later, workspace(later));
            BigDecimal grown = first.pricePerHour()
                    .exact()
                    .times(Fraction.of(seconds, 3600))
                    .decimal(18);
            BigDecimal error =
                    second.exact().subtract(first.exact()).subtract(grown).abs();
            assertThat(error.setScale(9, RoundingMode.DOWN)).isLessThanOrEqualTo(nano());
        });
    }

    private static BigDecimal nano() {
        return new BigDecimal("0.000000001");
    }

    private static UsageInterval[] workspace(Instant lastSeen) {
        return new UsageInterval[] {
            open("cpu", "2000", lastSeen),
            open("memory", "4294967296", lastSeen),
            open("storage/standard", GIB, lastSeen)
        };
    }

    private static UsageInterval open(String resource, String quantity, Instant lastSeen) {
        return usage(
                "workloadKind",
                "Workspace",
                "workloadName",
                "notebook",
                "resource",
                resource,
                "quantity",
                quantity,
                "lastSeen",
                lastSeen.toString());
    }

    private static UsageInterval run(String name) {
        return usage("workloadName", name, "objectUid", name, "end", "2026-09-01T01:00:00Z");
    }

    private static PriceKey key(String resource) {
        return new PriceKey("local", Resource.parse("resource", resource), "cpu", CapacityType.ON_DEMAND);
    }

    private static RunningCost cost(Instant asOf, UsageInterval... usage) {
        return RunningCost.ofTeam("fraud", List.of(usage), CARD, SEPTEMBER, asOf);
    }
}
