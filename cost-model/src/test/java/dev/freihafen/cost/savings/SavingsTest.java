package dev.freihafen.cost.savings;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsTest {

    private static final Window SEPTEMBER = Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC);
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final RateCard CARD = RateCard.of(List.of(
            rate("id", "r1", "price", "4.00", "capacityType", "OnDemand"),
            rate("id", "r2", "price", "1.20", "capacityType", "Spot")));

    @Test
    void aStoppedWorkspaceSavesWhatItsLastPodWouldHaveCostUntilTheNext() {
        List<UsageInterval> intervals = List.of(
                workspace("a", "2026-09-01T08:00:00Z", "2026-09-01T18:00:00Z"),
                workspace("b", "2026-09-02T08:00:00Z", "2026-09-02T18:00:00Z"));

        // 14 hours at 4.00; after the second pod nothing has come yet
        assertThat(Savings.of(intervals, CARD, SEPTEMBER)).containsExactly(saving(Means.IDLE_STOP, "56"));
    }

    @Test
    void anEndpointSavesOnlyWhileItHadNoReplicaAtAll() {
        List<UsageInterval> intervals = List.of(
                endpoint("a", "2026-09-01T00:00:00Z", "2026-09-01T10:00:00Z"),
                endpoint("b", "2026-09-01T00:00:00Z", "2026-09-01T12:00:00Z"),
                endpoint("c", "2026-09-01T13:00:00Z", "2026-09-01T14:00:00Z"));

        assertThat(Savings.of(intervals, CARD, SEPTEMBER)).containsExactly(saving(Means.SCALE_TO_ZERO, "4"));
    }

    @Test
    void aGapThatBeganBeforeTheMonthCountsFromItsBeginning() {
        List<UsageInterval> intervals = List.of(
                workspace("a", "2026-08-31T08:00:00Z", "2026-08-31T18:00:00Z"),
                workspace("b", "2026-09-01T08:00:00Z", "2026-09-01T09:00:00Z"));

        assertThat(Savings.of(intervals, CARD, SEPTEMBER)).containsExactly(saving(Means.IDLE_STOP, "32"));
    }

    @Test
    void spotSavesTheDifferenceToTheOnDemandPrice() {
        UsageInterval spot =
                usage("capacityType", "Spot", "start", "2026-09-10T02:10:00Z", "end", "2026-09-10T05:40:00Z");

        // 3.5 hours x (4.00 - 1.20)
        assertThat(Savings.of(List.of(spot), CARD, SEPTEMBER)).containsExactly(saving(Means.SPOT, "9.80"));
    }

    @Test
    void withoutAnOnDemandPriceTheSavingOfSpotIsUnknownAndLeftOut() {
        RateCard onlySpot = RateCard.of(List.of(rate("id", "r2", "price", "1.20", "capacityType", "Spot")));
        UsageInterval spot =
                usage("capacityType", "Spot", "start", "2026-09-10T02:10:00Z", "end", "2026-09-10T05:40:00Z");

        assertThat(Savings.of(List.of(spot), onlySpot, SEPTEMBER)).isEmpty();
    }

    @Test
    void runsNodesAndTheOrderOfRowsMakeNoDifference() {
        UsageInterval first = workspace("a", "2026-09-01T08:00:00Z", "2026-09-01T18:00:00Z");
        UsageInterval second = workspace("b", "2026-09-02T08:00:00Z", "2026-09-02T18:00:00Z");
        UsageInterval run = usage("start", "2026-09-01T00:00:00Z", "end", "2026-09-01T01:00:00Z");
        UsageInterval later = usage("start", "2026-09-03T00:00:00Z", "end", "2026-09-03T01:00:00Z", "objectUid", "z");

        assertThat(Savings.of(List.of(later, second, run, first), CARD, SEPTEMBER))
                .containsExactly(saving(Means.IDLE_STOP, "56"));
    }

    private static UsageInterval workspace(String uid, String start, String end) {
        return usage("objectUid", uid, "workloadKind", "Workspace", "workloadName", "lab", "start", start, "end", end);
    }

    private static UsageInterval endpoint(String uid, String start, String end) {
        return usage(
                "objectUid",
                uid,
                "workloadKind",
                "ModelEndpoint",
                "workloadName",
                "digits",
                "start",
                start,
                "end",
                end);
    }

    private static Saving saving(Means means, String amount) {
        return new Saving("fraud", means, EUR, Fraction.of(new BigDecimal(amount)));
    }
}
