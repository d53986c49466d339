package dev.freihafen.cost.charge;

import static dev.freihafen.cost.Facts.GIB;
import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargesTest {

    private static final Window SEPTEMBER = Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC);
    private static final String HOUR = "2026-09-01T01:00:00Z";

    @Test
    void podsOfOneWorkloadMergeIntoOneLine() {
        Charges charges = charges(
                List.of(usage("end", HOUR), usage("objectUid", "other", "objectName", "train-1", "end", HOUR)), rate());
        assertThat(charges.charges()).hasSize(1);
        assertThat(charges.charges().getFirst().exact()).isEqualTo(Fraction.of(2, 1));
    }

    @Test
    void nodesAndEmptySegmentsGiveNoLine() {
        Charges charges = charges(
                List.of(
                        usage("objectKind", "Node", "end", HOUR),
                        usage("quantity", "0", "end", HOUR),
                        usage("end", "2026-09-01T00:00:00Z"),
                        usage("start", "2026-10-01T00:00:00Z", "end", "2026-10-02T00:00:00Z"),
                        usage("start", "2026-08-01T00:00:00Z", "end", "2026-09-01T00:00:00Z")),
                rate());
        assertThat(charges).isEqualTo(new Charges(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "System, fraud, SHARED",
        "System, '', SHARED",
        "Other, '', UNALLOCATED",
        "Volume, '', UNALLOCATED",
        "Other, fraud, USAGE"
    })
    void systemUsageIsSharedAndUsageOfNoTeamUnallocated(String workloadKind, String team, LineKind expected) {
        Charges charges = charges(List.of(usage("workloadKind", workloadKind, "team", team, "end", HOUR)), rate());
        assertThat(charges.charges()).extracting(charge -> charge.key().kind()).containsExactly(expected);
    }

    @Test
    void trafficIsChargedWholeInTheMonthOfItsStartAtThePriceOfItsStart() {
        UsageInterval traffic = usage(
                "resource",
                "egress/internet",
                "quantity",
                "3221225472",
                "capacityType",
                "",
                "start",
                "2026-09-30T23:59:59Z",
                "end",
                "2026-10-20T00:00:00Z");
        Rate old = rate("resource", "egress/internet", "unit", "GiB", "price", "0.05");
        Rate dearer = rate(
                "id",
                "r2",
                "resource",
                "egress/internet",
                "unit",
                "GiB",
                "price",
                "1",
                "validFrom",
                "2026-10-01T00:00:00Z");
        assertThat(charges(List.of(traffic), old, dearer).charges())
                .extracting(Charge::exact)
                .containsExactly(Fraction.of(15, 100));
        Window october = Window.ofMonth(YearMonth.of(2026, 10), ZoneOffset.UTC);
        assertThat(Charges.of(List.of(traffic), RateCard.of(List.of(old, dearer)), october)
                        .charges())
                .isEmpty();
    }

    @Test
    void aPricePerMonthFollowsEachMonthOfALongerWindow() {
        Window year = new Window(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
        UsageInterval memory = usage(
                "resource", "memory", "quantity", GIB, "start", "2025-01-01T00:00:00Z", "end", "2030-01-01T00:00:00Z");
        Rate monthly = rate("resource", "memory", "unit", "GiB-month", "price", "0.07");
        assertThat(Charges.of(List.of(memory), RateCard.of(List.of(monthly)), year)
                        .charges())
                .extracting(Charge::exact)
                .containsExactly(Fraction.of(new BigDecimal("0.84")));
    }

    @Test
    void twoCurrenciesInOneClusterAreRefused() {
        List<UsageInterval> usage = List.of(usage("end", HOUR), usage("hardwareClass", "other", "end", HOUR));
        Rate euro = rate("hardwareClass", "gpu");
        Rate dollar = rate("id", "r2", "hardwareClass", "other", "currency", "USD");
        assertThatThrownBy(() -> charges(usage, euro, dollar))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessage("the rates that apply in cluster local are in EUR and USD; price it in one currency");
    }

    @Test
    void twoClustersMayHaveTheirOwnCurrencies() {
        List<UsageInterval> usage = List.of(usage("end", HOUR), usage("cluster", "us", "end", HOUR));
        Charges charges =
                charges(usage, rate("cluster", "local"), rate("id", "r2", "cluster", "us", "currency", "USD"));
        assertThat(charges.totals())
                .hasSize(2)
                .allSatisfy((currency, total) -> assertThat(total).isEqualTo(Fraction.ONE));
    }

    @Test
    void onlyThePartOutsideARatesValidityIsUnpriced() {
        Charges charges = charges(
                List.of(usage("end", "2026-09-01T10:00:00Z")),
                rate("validFrom", "2026-09-01T02:00:00Z", "validUntil", "2026-09-01T05:00:00Z"));
        assertThat(charges.charges()).extracting(Charge::exact).containsExactly(Fraction.of(3, 1));
        Unpriced unpriced = charges.unpriced().getFirst();
        assertThat(unpriced.quantity()).isEqualByComparingTo("7");
        assertThat(unpriced.from()).isEqualTo("2026-09-01T00:00:00Z");
        assertThat(unpriced.until()).isEqualTo("2026-09-01T10:00:00Z");
    }

    @Test
    void theLargestQuantityForTheLongestTimeIsStillExact() {
        UsageInterval absurd = usage(
                "resource",
                "memory",
                "quantity",
                Long.toString(Long.MAX_VALUE),
                "start",
                "1970-01-01T00:00:00Z",
                "end",
                "9999-12-31T23:59:59Z");
        Rate dear = rate(
                "resource",
                "memory",
                "unit",
                "GiB-hour",
                "price",
                "999999999999999999999999999999",
                "validFrom",
                "1970-01-01T00:00:00Z");
        Window all = new Window(absurd.start(), absurd.chargedUntil(), ZoneOffset.UTC);
        Fraction expected = Fraction.of(new BigDecimal("999999999999999999999999999999"))
                .times(BigInteger.valueOf(Long.MAX_VALUE))
                .times(BigInteger.valueOf(253_402_300_799L))
                .dividedBy(BigInteger.valueOf(3600).shiftLeft(30));
        assertThat(Charges.of(List.of(absurd), RateCard.of(List.of(dear)), all).charges())
                .extracting(Charge::exact)
                .containsExactly(expected);
    }

    @Test
    void anEstimatedEndIsChargedLikeAnExactOne() {
        UsageInterval exact = usage("end", HOUR);
        UsageInterval estimated = exact.observed(exact.end(), exact.lastSeen(), Quality.ESTIMATED);
        assertThat(charges(List.of(estimated), rate())).isEqualTo(charges(List.of(exact), rate()));
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        Instant noon = Instant.parse("2026-09-01T12:00:00Z");
        assertThatThrownBy(() -> new Window(noon, noon.minusSeconds(1), ZoneOffset.UTC))
                .hasMessage("until: 2026-09-01T11:59:59Z lies before 2026-09-01T12:00:00Z");
    }

    private static Charges charges(List<UsageInterval> usage, Rate... rates) {
        return Charges.of(usage, RateCard.of(List.of(rates)), SEPTEMBER);
    }
}
