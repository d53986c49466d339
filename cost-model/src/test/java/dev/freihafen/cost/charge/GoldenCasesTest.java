package dev.freihafen.cost.charge;

import static dev.freihafen.cost.Facts.GIB;
import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.LargestRemainder;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples that the cost model promises, before rounding (EUR, UTC unless said); those with statements are in
 * the tests of the statement. */
class GoldenCasesTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Window SEPTEMBER = Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC);

    @Test
    void case1HundredInThreeIsSplitWithoutLosingACent() {
        assertThat(split(10_000, Fraction.of(10_000, 3), Fraction.of(10_000, 3), Fraction.of(10_000, 3)))
                .containsExactly(3334, 3333, 3333);
    }

    @Test
    void case1FiveCentsInSevenGiveFiveOneCentAndTwoNothing() {
        Fraction[] sevenths =
                IntStream.range(0, 7).mapToObj(i -> Fraction.of(5, 7)).toArray(Fraction[]::new);
        assertThat(split(5, sevenths)).containsExactly(1, 1, 1, 1, 1, 0, 0);
    }

    @Test
    void case2ARateChangeCutsTheChargeToTheSecond() {
        UsageInterval twoGpus = usage("quantity", "2000", "end", "2026-10-01T00:00:00Z");
        Charges charges = charges(
                List.of(twoGpus),
                SEPTEMBER,
                rate("price", "2.50", "validUntil", "2026-09-15T12:00:00Z"),
                rate("id", "r2", "price", "2.20", "validFrom", "2026-09-15T12:00:00Z"));
        assertThat(charges.charges())
                .extracting(charge -> charge.rate().id(), Charge::quantitySeconds, Charge::exact)
                .containsExactly(
                        tuple("r1", gpuSeconds(2, 348), Fraction.of(1740, 1)),
                        tuple("r2", gpuSeconds(2, 372), exact("1636.80")));
        assertThat(total(charges)).isEqualTo("3376.80");
    }

    @Test
    void case2TheNewerRateNeedsNoEndOfTheOlder() {
        UsageInterval twoGpus = usage("quantity", "2000", "end", "2026-10-01T00:00:00Z");
        Charges charges = charges(
                List.of(twoGpus),
                SEPTEMBER,
                rate("price", "2.50"),
                rate("id", "r2", "price", "2.20", "validFrom", "2026-09-15T12:00:00Z"));
        assertThat(total(charges)).isEqualTo("3376.80");
    }

    @Test
    void case3PartHoursAreChargedByTheSecond() {
        String start = "2026-09-03T10:17:23Z";
        String end = "2026-09-03T13:05:08Z";
        Charges charges = charges(
                List.of(
                        usage("resource", "cpu", "quantity", "4000", "start", start, "end", end),
                        usage("resource", "memory", "quantity", "17179869184", "start", start, "end", end)),
                SEPTEMBER,
                rate("resource", "cpu", "unit", "core-hour", "price", "0.031611"),
                rate("id", "r2", "resource", "memory", "unit", "GiB-hour", "price", "0.004237"));
        assertThat(charges.charges().getFirst().quantitySeconds()).isEqualTo(BigInteger.valueOf(4000 * 10_065));
        assertThat(charges.charges())
                .extracting(Charge::exact)
                .containsExactly(
                        Fraction.of(4 * 10_065, 3600).times(exact("0.031611")),
                        Fraction.of(16 * 10_065, 3600).times(exact("0.004237")));
        assertThat(total(charges)).isEqualTo("0.54");
    }

    @Test
    void case5SlicesWithoutARateOfTheirOwnArePaidByTheirShareOfTheDevice() {
        Charges charges = charges(
                List.of(
                        usage(
                                "resource",
                                "accelerator/H100/3g.40gb",
                                "start",
                                "2026-09-02T00:00:00Z",
                                "end",
                                "2026-09-02T10:00:00Z",
                                "workloadName",
                                "a"),
                        usage(
                                "resource",
                                "accelerator/H100/1g.10gb",
                                "start",
                                "2026-09-02T00:00:00Z",
                                "end",
                                "2026-09-03T00:00:00Z",
                                "workloadName",
                                "b")),
                SEPTEMBER,
                rate("resource", "accelerator/H100", "price", "3.36"));
        assertThat(charges.charges()).extracting(Charge::exact).containsExactly(exact("14.40"), exact("11.52"));
        assertThat(exact("3.36").times(BigInteger.valueOf(24)).minus(sum(charges)))
                .isEqualTo(exact("54.72"));
    }

    @Test
    void case6SpotAndOnDemandAreChargedEachAtItsRateAndTheGapNotAtAll() {
        Charges charges = charges(
                List.of(
                        usage("capacityType", "Spot", "start", "2026-09-02T02:10:00Z", "end", "2026-09-02T05:40:00Z"),
                        usage("start", "2026-09-02T06:00:00Z", "end", "2026-09-02T07:30:00Z", "objectUid", "8d20")),
                SEPTEMBER,
                rate("capacityType", "Spot", "price", "1.20"),
                rate("id", "r2", "capacityType", "OnDemand", "price", "4.00"));
        assertThat(charges.charges()).extracting(Charge::exact).containsExactly(exact("4.20"), exact("6.00"));
        assertThat(total(charges)).isEqualTo("10.20");
    }

    @Test
    void case7AResizedVolumeIsChargedByItsSizeAndTheHoursOfTheMonth() {
        Charges charges = charges(
                List.of(
                        volume(500, "2026-09-10T00:00:00Z", "2026-09-20T00:00:00Z"),
                        volume(750, "2026-09-20T00:00:00Z", "2026-10-01T00:00:00Z")),
                SEPTEMBER,
                storageRate());
        assertThat(charges.charges()).hasSize(1);
        assertThat(total(charges)).isEqualTo("35.33");
    }

    @Test
    void case7AFullMonthCostsThePricePerMonthInFebruaryToo() {
        Window february = Window.ofMonth(YearMonth.of(2026, 2), ZoneOffset.UTC);
        Charges charges =
                charges(List.of(volume(500, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")), february, storageRate());
        assertThat(sum(charges)).isEqualTo(exact("40.00"));
    }

    @Test
    void case11UsageWithoutARateIsNamedAndNotCountedAsZero() {
        UsageInterval known = usage("start", "2026-09-02T00:00:00Z", "end", "2026-09-02T10:00:00Z");
        UsageInterval unknown = usage(
                "start",
                "2026-09-02T10:00:00Z",
                "end",
                "2026-09-02T14:00:00Z",
                "resource",
                "accelerator/L4",
                "workloadName",
                "other");
        Rate first = rate("price", "0.50");
        Charges charges = charges(List.of(known, unknown), SEPTEMBER, first);
        assertThat(sum(charges)).isEqualTo(exact("5.00"));
        assertThat(charges.complete()).isFalse();
        assertThat(charges.unpriced()).hasSize(1);
        Unpriced unpriced = charges.unpriced().getFirst();
        assertThat(unpriced.quantity()).isEqualByComparingTo("4");
        assertThat(unpriced.sentence())
                .isEqualTo(
                        "4 unit-hours of accelerator/L4 of class gpu (OnDemand) in cluster local"
                                + " between 2026-09-02T10:00:00Z and 2026-09-02T14:00:00Z have no rate; add one to a rate card");

        Rate second = rate("id", "r2", "resource", "accelerator/L4", "price", "1.25");
        Charges complete = charges(List.of(known, unknown), SEPTEMBER, first, second);
        assertThat(complete.complete()).isTrue();
        assertThat(sum(complete)).isEqualTo(exact("10.00"));
    }

    @ParameterizedTest
    @CsvSource({"2026-03, 743, 1300.25", "2026-10, 745, 1303.75", "2026-02, 672, 1176.00", "2028-02, 696, 1218.00"})
    void case12MonthsInBerlinHaveTheirRealHours(YearMonth month, long hours, String expected) {
        Window window = Window.ofMonth(month, ZoneId.of("Europe/Berlin"));
        UsageInterval gpu = usage("start", "2026-01-01T00:00:00Z", "end", "2029-01-01T00:00:00Z");
        Charges charges = charges(List.of(gpu), window, rate("price", "1.75"));
        assertThat(charges.charges().getFirst().quantitySeconds()).isEqualTo(gpuSeconds(1, hours));
        assertThat(sum(charges)).isEqualTo(exact(expected));
    }

    @Test
    void case16AnOpenIntervalIsChargedUpToWhereItWasLastSeen() {
        Charges charges = charges(List.of(usage("lastSeen", "2026-09-03T00:00:00Z")), SEPTEMBER, rate());
        assertThat(sum(charges)).isEqualTo(exact("48.00"));
    }

    @Test
    void case17ByteSecondsOfLargeVolumesDoNotOverflow() {
        Charges charges = charges(
                List.of(volume(20 * 1024, "2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z")), SEPTEMBER, storageRate());
        assertThat(charges.charges().getFirst().quantitySeconds().bitLength()).isGreaterThan(63);
        assertThat(sum(charges)).isEqualTo(exact("1638.40"));
    }

    private static UsageInterval volume(long gib, String start, String end) {
        return usage(
                "objectKind",
                "PersistentVolumeClaim",
                "resource",
                "storage/standard",
                "capacityType",
                "",
                "hardwareClass",
                "",
                "workloadKind",
                "Volume",
                "workloadName",
                "models",
                "step",
                "",
                "quantity",
                Long.toString(gib * Long.parseLong(GIB)),
                "start",
                start,
                "end",
                end);
    }

    private static Rate storageRate() {
        return rate("resource", "storage/standard", "unit", "GiB-month", "price", "0.08");
    }

    private static Charges charges(List<UsageInterval> usage, Window window, Rate... rates) {
        return Charges.of(usage, RateCard.of(List.of(rates)), window);
    }

    private static Fraction exact(String decimal) {
        return Fraction.of(new BigDecimal(decimal));
    }

    private static BigInteger gpuSeconds(long gpus, long hours) {
        return BigInteger.valueOf(gpus * 1000 * hours * 3600);
    }

    private static Fraction sum(Charges charges) {
        assertThat(charges.totals()).containsOnlyKeys(EUR);
        return charges.totals().get(EUR);
    }

    private static String total(Charges charges) {
        return sum(charges).decimal(2).toPlainString();
    }

    private static List<Integer> split(long total, Fraction... exact) {
        List<Integer> places = IntStream.range(0, exact.length).boxed().toList();
        return LargestRemainder.split(
                        BigInteger.valueOf(total), places, place -> exact[place], Comparator.naturalOrder())
                .stream()
                .map(BigInteger::intValueExact)
                .toList();
    }
}
