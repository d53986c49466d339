package dev.freihafen.cost.statement;

import static dev.freihafen.cost.statement.RandomMonth.MARCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.charge.LineKey;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.SeriesKey;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.Rate;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Laws that hold for any month. */
class StatementLawsTest {

    private static final BigInteger CENTS = BigInteger.valueOf(100);

    @Test
    void teamsIdleSharedUnallocatedAndResidualAreThePoolToTheCent() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.priced(random);
            Statement statement = month.statement();
            assertThat(statement.complete()).isTrue();
            for (ClusterTotal total : statement.clusters()) {
                Fraction exact = new PlainMonth(total.cluster(), month.usage(), month.terms()).total;
                assertThat(total.total()).isEqualTo(exact.times(CENTS).roundedHalfUp());
                if (total.poolMinorUnits() != null) {
                    assertThat(total.total()).isEqualTo(total.poolMinorUnits());
                }
                assertThat(sum(statement, total.cluster())).isEqualTo(total.total());
            }
        });
    }

    @Test
    void everyPartIsWithinACentOfItsExactCostPerCluster() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.priced(random);
            Statement statement = month.statement();
            for (ClusterTotal total : statement.clusters()) {
                PlainMonth plain = new PlainMonth(total.cluster(), month.usage(), month.terms());
                Map<String, BigInteger> teams = teams(statement, total.cluster());
                assertThat(teams.keySet()).isEqualTo(plain.teams.keySet());
                teams.forEach((team, units) -> assertWithinACent(units, plain.teams.get(team)));
                assertWithinACent(total.idleCentral(), plain.idleCentral);
                assertWithinACent(total.sharedCentral(), plain.sharedCentral);
                assertWithinACent(total.unallocated(), plain.unallocated);
            }
        });
    }

    @Test
    void theOrderOfRowsNeverChangesAStatement() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.withGaps(random);
            List<UsageInterval> shuffled = new ArrayList<>(month.usage());
            Collections.shuffle(shuffled, Random.from(random));
            assertThat(Months.statement(month.terms(), shuffled)).isEqualTo(month.statement());
        });
    }

    @Test
    void observationsThatComeTwiceNeverChangeAStatement() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.withGaps(random);
            List<UsageInterval> observations = new ArrayList<>(month.usage());
            observations.addAll(month.usage());
            Collections.shuffle(observations, Random.from(random));
            assertThat(Months.statement(month.terms(), merged(observations))).isEqualTo(month.statement());
        });
    }

    @Test
    void splittingIntervalsNeverChangesAStatement() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.withGaps(random);
            List<UsageInterval> split = new ArrayList<>();
            month.usage().forEach(row -> split.addAll(split(row, random)));
            assertThat(Months.statement(month.terms(), split)).isEqualTo(month.statement());
        });
    }

    @Test
    void aRateChangeAtTheSamePriceChangesNoCentOfAnyPart() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.priced(random);
            List<Rate> changed = new ArrayList<>();
            List<Rate> rates = month.terms().card().rates();
            for (Rate rate : rates) {
                changed.addAll(changedAtTheSamePrice(rate, rates, random));
            }
            Statement before = month.statement();
            Statement after = Months.statement(month.termsWith(changed), month.usage());
            assertThat(after.clusters()).isEqualTo(before.clusters());
            for (ClusterTotal total : before.clusters()) {
                assertThat(teams(after, total.cluster())).isEqualTo(teams(before, total.cluster()));
            }
        });
    }

    @Test
    void sumsOfADatabaseGiveTheSameStatementAsIntervals() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.withGaps(random);
            UsageSums sums = new UsageSums(MARCH, month.terms().card());
            for (UsageSums.Span span : UsageSums.spans(MARCH, month.terms().card())) {
                spanSums(month.usage(), span).forEach(sums::add);
            }
            assertThat(Statement.of(sums, month.terms(), List.of())).isEqualTo(month.statement());
        });
    }

    @Test
    void aClosedMonthWithItsCorrectionsIsTheMonthAsItIsKnownToday() {
        Seeds.each(random -> {
            RandomMonth month = RandomMonth.priced(random);
            List<UsageInterval> early =
                    month.usage().stream().filter(row -> random.nextBoolean()).toList();
            List<UsageInterval> later = month.usage().stream()
                    .filter(row -> random.nextBoolean() || early.contains(row))
                    .toList();
            List<StatementLine> march = Months.statement(month.terms(), early).lines();
            Statement april = corrected(month, 4, later, List.of(march));
            Statement may = corrected(month, 5, month.usage(), List.of(march, april.lines()));
            assertThat(corrected(month, 6, month.usage(), List.of(march, april.lines(), may.lines()))
                            .lines())
                    .isEmpty();
            Map<String, BigInteger> corrected = new TreeMap<>();
            List.of(march, april.lines(), may.lines()).forEach(lines -> lines.forEach(line -> add(corrected, line)));
            Map<String, BigInteger> today = new TreeMap<>();
            month.statement().lines().forEach(line -> add(today, line));
            corrected.values().removeIf(units -> units.signum() == 0);
            today.values().removeIf(units -> units.signum() == 0);
            assertThat(corrected).isEqualTo(today);
        });
    }

    /** The statement of a later month without usage of its own: corrections only. */
    private static Statement corrected(
            RandomMonth march, int month, List<UsageInterval> today, List<List<StatementLine>> closed) {
        List<ClosedMonth> months = new ArrayList<>();
        for (int place = 0; place < closed.size(); place++) {
            Terms terms = place == 0 ? march.terms() : empty(march, 3 + place);
            ClosedMonth one = ClosedMonth.of("", terms, closed.get(place));
            if (place == 0) {
                today.forEach(one.today()::add);
            }
            months.add(one);
        }
        Terms terms = empty(march, month);
        return Statement.of(new UsageSums(terms.month(), terms.card()), terms, months);
    }

    private static Terms empty(RandomMonth march, int month) {
        return Terms.of(
                new Month(MARCH.month().withMonth(month), MARCH.zone()),
                march.terms().card());
    }

    private static void add(Map<String, BigInteger> sums, StatementLine line) {
        String key = line.cluster() + " " + line.team() + " " + line.workloadName() + " " + line.resource() + " "
                + line.hardwareClass() + " " + line.capacityType() + " " + line.rateId() + " "
                + line.correctedKind().orElse(line.kind());
        sums.merge(key, line.minorUnits(), BigInteger::add);
    }

    private static void assertWithinACent(BigInteger units, Fraction exact) {
        Fraction difference = Fraction.of(units).minus(exact.times(CENTS));
        assertThat(difference).isStrictlyBetween(Fraction.of(-1, 1), Fraction.ONE);
    }

    private static BigInteger sum(Statement statement, String cluster) {
        return statement.lines().stream()
                .filter(line -> line.cluster().equals(cluster))
                .map(StatementLine::minorUnits)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Map<String, BigInteger> teams(Statement statement, String cluster) {
        Map<String, BigInteger> teams = new TreeMap<>();
        statement.lines().stream()
                .filter(line -> line.cluster().equals(cluster) && !line.team().isEmpty())
                .forEach(line -> teams.merge(line.team(), line.minorUnits(), BigInteger::add));
        return teams;
    }

    private static List<UsageInterval> merged(List<UsageInterval> observations) {
        Map<SeriesKey, Map<Instant, LedgerRow>> ledger = new HashMap<>();
        for (UsageInterval observation : observations) {
            Map<Instant, LedgerRow> rows = ledger.computeIfAbsent(observation.series(), key -> new HashMap<>());
            Merge.Accepted accepted = (Merge.Accepted) Ledger.merge(List.copyOf(rows.values()), observation);
            accepted.changed().forEach(row -> rows.put(row.interval().start(), row));
        }
        return ledger.values().stream()
                .flatMap(rows -> rows.values().stream())
                .map(LedgerRow::interval)
                .toList();
    }

    private static List<UsageInterval> split(UsageInterval row, SplittableRandom random) {
        if (row.resource().paidByVolume()) {
            return List.of(row);
        }
        long length = Duration.between(row.start(), row.chargedUntil()).toSeconds();
        Instant cut = row.start().plusSeconds(random.nextLong(length + 1));
        return List.of(row.observed(cut, row.lastSeen(), row.quality()), startingAt(row, cut));
    }

    private static UsageInterval startingAt(UsageInterval row, Instant start) {
        return new UsageInterval(
                row.cluster(),
                row.objectUid(),
                row.objectKind(),
                row.objectName(),
                row.team(),
                row.workloadKind(),
                row.workloadName(),
                row.step(),
                row.owner(),
                row.hardwareClass(),
                row.node(),
                row.capacityType(),
                row.resource(),
                row.quantity(),
                start,
                row.end(),
                row.lastSeen(),
                row.quality());
    }

    /** A rate in two parts. Not one that a newer one replaces: its second part would be the newest of all. */
    private static List<Rate> changedAtTheSamePrice(Rate rate, List<Rate> all, SplittableRandom random) {
        Instant cut = MARCH.window().from().plusSeconds(random.nextInt(30 * 24 * 3600));
        boolean replaced = all.stream().anyMatch(other -> other != rate && sameScope(other, rate));
        return replaced
                        || !cut.isAfter(rate.validFrom())
                        || (rate.validUntil() != null && !cut.isBefore(rate.validUntil()))
                ? List.of(rate)
                : List.of(
                        dated(rate, rate.id(), rate.validFrom(), cut),
                        dated(rate, rate.id() + "-b", cut, rate.validUntil()));
    }

    private static boolean sameScope(Rate one, Rate other) {
        return one.resource().equals(other.resource())
                && one.hardwareClass().equals(other.hardwareClass())
                && one.capacityType() == other.capacityType();
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

    private record Summed(LineKey key, boolean node) {}

    private static List<SpanSum> spanSums(List<UsageInterval> usage, UsageSums.Span span) {
        Map<Summed, BigInteger> sums = new HashMap<>();
        for (UsageInterval row : usage) {
            Instant from = row.start().isAfter(span.from()) ? row.start() : span.from();
            Instant until = row.chargedUntil().isBefore(span.until()) ? row.chargedUntil() : span.until();
            long times = Math.max(0, Duration.between(from, until).toSeconds());
            if (row.resource().paidByVolume()) {
                times = from.equals(row.start()) && row.start().isBefore(span.until()) ? 1 : 0;
            }
            LineKey key = LineKey.of(row.team(), row.workloadKind(), row.workloadName(), row.step(), PriceKey.of(row));
            sums.merge(
                    new Summed(key, row.objectKind() == ObjectKind.NODE),
                    BigInteger.valueOf(row.quantity()).multiply(BigInteger.valueOf(times)),
                    BigInteger::add);
        }
        List<SpanSum> list = new ArrayList<>();
        sums.forEach((summed, quantitySeconds) -> list.add(new SpanSum(
                summed.key(), summed.node() ? ObjectKind.NODE : ObjectKind.POD, span.from(), quantitySeconds)));
        return list;
    }
}
