package dev.freihafen.cost.charge;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Laws that hold for any usage at any rates. */
class ChargeLawsTest {

    private static final Window MARCH = Window.ofMonth(YearMonth.of(2026, 3), ZoneId.of("Europe/Berlin"));
    private static final Instant ZERO = Instant.parse("2026-02-20T00:00:00Z");
    private static final int SECONDS = 50 * 24 * 3600;

    @Test
    void splittingIntervalsNeverChangesAnExactSum() {
        Seeds.each(random -> {
            List<UsageInterval> whole = usageOf(random);
            RateCard card = card(random);
            List<UsageInterval> split = new ArrayList<>();
            for (UsageInterval interval : whole) {
                long length = interval.chargedUntil().getEpochSecond()
                        - interval.start().getEpochSecond();
                Instant cut = interval.start().plusSeconds(random.nextLong(length + 1));
                split.add(interval.observed(cut, interval.lastSeen(), interval.quality()));
                split.add(from(interval, cut));
            }
            assertThat(Charges.of(split, card, MARCH)).isEqualTo(Charges.of(whole, card, MARCH));
        });
    }

    @Test
    void theOrderOfRowsNeverChangesACharge() {
        Seeds.each(random -> {
            List<UsageInterval> usage = usageOf(random);
            RateCard card = card(random);
            List<UsageInterval> shuffled = new ArrayList<>(usage);
            Collections.shuffle(shuffled, Random.from(random));
            assertThat(Charges.of(shuffled, card, MARCH)).isEqualTo(Charges.of(usage, card, MARCH));
        });
    }

    @Test
    void aRateChangeAtTheSamePriceChangesNoSum() {
        Seeds.each(random -> {
            List<UsageInterval> usage = usageOf(random);
            List<Rate> rates = rates(random);
            List<Rate> changed = new ArrayList<>();
            for (Rate rate : rates) {
                Instant cut = rate.validFrom().plusSeconds(random.nextInt(1, SECONDS));
                boolean within = (rate.validUntil() == null || cut.isBefore(rate.validUntil()))
                        && rates.stream().noneMatch(other -> replaces(other, rate, cut));
                changed.add(within ? dated(rate, rate.id(), rate.validFrom(), cut) : rate);
                if (within) {
                    changed.add(dated(rate, rate.id() + "-later", cut, rate.validUntil()));
                }
            }
            Charges before = Charges.of(usage, RateCard.of(rates), MARCH);
            Charges after = Charges.of(usage, RateCard.of(changed), MARCH);
            assertThat(after.totals()).isEqualTo(before.totals());
            assertThat(after.unpriced()).isEqualTo(before.unpriced());
        });
    }

    @Test
    void adjacentWindowsSumToTheWholeWindow() {
        Seeds.each(random -> {
            List<UsageInterval> usage = usageOf(random);
            RateCard card = card(random);
            Instant cut = MARCH.from().plusSeconds(random.nextInt(20 * 24 * 3600));
            Fraction parts = total(Charges.of(usage, card, new Window(MARCH.from(), cut, MARCH.zone())))
                    .plus(total(Charges.of(usage, card, new Window(cut, MARCH.until(), MARCH.zone()))));
            assertThat(parts).isEqualTo(total(Charges.of(usage, card, MARCH)));
        });
    }

    private static Fraction total(Charges charges) {
        return charges.totals().values().stream().reduce(Fraction.ZERO, Fraction::plus);
    }

    private static List<UsageInterval> usageOf(SplittableRandom random) {
        List<UsageInterval> usage = new ArrayList<>();
        String[] resources = {"cpu", "memory", "accelerator/A100", "accelerator/A100/2g.10gb", "storage/standard"};
        for (int number = random.nextInt(1, 12); number > 0; number--) {
            int start = random.nextInt(SECONDS);
            int end = start + random.nextInt(SECONDS);
            boolean open = random.nextInt(4) == 0;
            usage.add(usage(
                    "objectUid",
                    "uid-" + number,
                    "team",
                    random.nextInt(5) == 0 ? "" : "team-" + random.nextInt(3),
                    "workloadKind",
                    random.nextInt(6) == 0 ? "System" : "Other",
                    "step",
                    "",
                    "hardwareClass",
                    random.nextBoolean() ? "gpu" : "cpu",
                    "capacityType",
                    random.nextBoolean() ? "OnDemand" : "Spot",
                    "resource",
                    resources[random.nextInt(resources.length)],
                    "quantity",
                    Long.toString(random.nextLong(1L << random.nextInt(1, 40))),
                    "start",
                    at(start),
                    "end",
                    open ? "" : at(end),
                    "lastSeen",
                    at(end)));
        }
        return usage;
    }

    private static RateCard card(SplittableRandom random) {
        return RateCard.of(rates(random));
    }

    private static List<Rate> rates(SplittableRandom random) {
        String[][] kinds = {
            {"cpu", "core-hour"},
            {"memory", "GiB-hour"},
            {"accelerator/A100", "unit-hour"},
            {"storage/standard", "GiB-month"},
            {"accelerator/A100/2g.10gb", "unit-hour"}
        };
        List<Rate> rates = new ArrayList<>();
        for (int number = random.nextInt(1, 12); number > 0; number--) {
            String[] kind = kinds[random.nextInt(kinds.length)];
            // No two start together: equal scopes with equal starts are refused.
            int from = random.nextInt(SECONDS / 12) * 12 + number;
            String until = random.nextBoolean() ? "" : at(from + random.nextInt(1, SECONDS));
            rates.add(rate(
                    "id",
                    "r" + number,
                    "resource",
                    kind[0],
                    "unit",
                    kind[1],
                    "hardwareClass",
                    random.nextBoolean() ? "*" : "gpu",
                    "capacityType",
                    random.nextBoolean() ? "*" : "Spot",
                    "price",
                    random.nextInt(1, 100_000) + "." + random.nextInt(1_000_000),
                    "validFrom",
                    at(from),
                    "validUntil",
                    until));
        }
        return rates;
    }

    /** A newer price for the same: a part of the older that begins after it would be newer still. */
    private static boolean replaces(Rate newer, Rate rate, Instant cut) {
        return newer.resource().equals(rate.resource())
                && newer.hardwareClass().equals(rate.hardwareClass())
                && newer.capacityType() == rate.capacityType()
                && newer.validFrom().isAfter(rate.validFrom())
                && !newer.validFrom().isAfter(cut);
    }

    private static Rate dated(Rate rate, String id, Instant from, Instant until) {
        return new Rate(
                id,
                rate.cluster(),
                rate.resource(),
                rate.hardwareClass(),
                rate.capacityType(),
                rate.price(),
                rate.unit(),
                rate.currency(),
                from,
                until,
                rate.source());
    }

    private static UsageInterval from(UsageInterval interval, Instant start) {
        return new UsageInterval(
                interval.cluster(),
                interval.objectUid(),
                interval.objectKind(),
                interval.objectName(),
                interval.team(),
                interval.workloadKind(),
                interval.workloadName(),
                interval.step(),
                interval.owner(),
                interval.hardwareClass(),
                interval.node(),
                interval.capacityType(),
                interval.resource(),
                interval.quantity(),
                start,
                interval.end(),
                interval.lastSeen(),
                interval.quality());
    }

    private static String at(int second) {
        return ZERO.plusSeconds(second).toString();
    }
}
