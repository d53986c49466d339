package dev.freihafen.cost.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.charge.Charges;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.SeriesKey;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleMonthTest {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
    private static final SampleMonth DEMO =
            new SampleMonth(Shape.demo(SEPTEMBER).dividedBy(20), 7);

    @Test
    void theSameSeedGivesTheSameMonth() {
        SampleMonth again = new SampleMonth(Shape.demo(SEPTEMBER).dividedBy(20), 7);
        assertThat(again.usage().toList()).isEqualTo(DEMO.usage().toList());
        assertThat(again.invoices()).isEqualTo(DEMO.invoices());
    }

    @Test
    void anotherSeedGivesAnotherMonth() {
        SampleMonth other = new SampleMonth(Shape.demo(SEPTEMBER).dividedBy(20), 8);
        assertThat(other.usage().toList()).isNotEqualTo(DEMO.usage().toList());
    }

    @Test
    void theLedgerTakesInEveryInterval() {
        Map<SeriesKey, List<LedgerRow>> stored = new HashMap<>();
        DEMO.usage().forEach(interval -> {
            List<LedgerRow> rows = stored.computeIfAbsent(interval.series(), series -> new ArrayList<>());
            assertThat(Ledger.merge(rows, interval)).isInstanceOf(Merge.Accepted.class);
            rows.add(LedgerRow.of(interval));
        });
        assertThat(stored).hasSizeGreaterThan(1000);
    }

    @Test
    void everythingHasAPrice() {
        Charges charges =
                Charges.of(DEMO.usage().toList(), RateCard.of(DEMO.rates()), Window.ofMonth(SEPTEMBER, ZoneOffset.UTC));
        assertThat(charges.unpriced()).isEmpty();
        assertThat(charges.charges()).extracting(charge -> charge.rate().id()).contains("h100", "h100-from-15th");
    }

    @Test
    void theDemoMonthHasItsSize() {
        Shape demo = Shape.demo(SEPTEMBER);
        assertThat(demo.pods()).isBetween(19_700, 20_300);
        SampleMonth month = new SampleMonth(demo, 1);
        assertThat(month.clusters()).hasSize(3);
        assertThat(month.teams()).hasSize(12);
        long pods = month.usage()
                .filter(interval -> interval.objectKind() == ObjectKind.POD)
                .map(UsageInterval::objectUid)
                .distinct()
                .count();
        assertThat(pods).isBetween(19_800L, 20_300L);
        assertThat(month.usage().map(interval -> interval.resource().text()))
                .contains("accelerator/A100/3g.20gb", "accelerator/H100", "storage/standard", "loadbalancer");
    }

    @Test
    void theBenchmarksMonthHasTwoHundredThousandPods() {
        Shape benchmark = Shape.benchmark(SEPTEMBER);
        assertThat(benchmark.pods()).isEqualTo(200_000);
        long tenth = new SampleMonth(benchmark.dividedBy(10), 1).usage().count();
        assertThat(tenth).isBetween(100_000L, 103_000L);
    }

    @Test
    void nodesOfferMoreThanIsReserved() {
        assertThat(DEMO.nodes()).containsOnlyKeys("hamburg", "rotterdam", "antwerp");
        assertThat(DEMO.nodes().get("hamburg")).containsKeys("general", "h100-8", "a100-8");
    }

    @Test
    void invoicesAreNearTheCostOfTheNodes() {
        assertThat(DEMO.invoices().values())
                .hasSize(3)
                .allSatisfy(amount -> assertThat(amount).isPositive().hasScaleOf(2));
    }

    @Test
    void anAbsurdShapeIsRefused() {
        assertThatThrownBy(() -> new Shape(SEPTEMBER, 0, 1, 1, 1, 1, 1, 1, 1))
                .hasMessage("clusters is 0; it goes from 1 to 99");
    }
}
