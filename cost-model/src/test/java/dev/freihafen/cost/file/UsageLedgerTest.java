package dev.freihafen.cost.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.SeriesKey;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageLedgerTest {

    private static final Instant ZERO = Instant.parse("2026-09-01T00:00:00Z");

    @Test
    void itKeepsWhatTheLawKeepsOfAnyObservations() {
        Seeds.each(random -> {
            Map<SeriesKey, TreeMap<Instant, LedgerRow>> byLaw = new HashMap<>();
            UsageLedger ledger = new UsageLedger();
            for (int count = random.nextInt(60); count > 0; count--) {
                UsageInterval observation = observation(random);
                TreeMap<Instant, LedgerRow> stored =
                        byLaw.computeIfAbsent(observation.series(), series -> new TreeMap<>());
                switch (Ledger.merge(stored.values(), observation)) {
                    case Merge.Accepted accepted -> {
                        accepted.changed()
                                .forEach(row -> stored.put(row.interval().start(), row));
                        ledger.add(observation);
                    }
                    case Merge.Refused refused ->
                        assertThatThrownBy(() -> ledger.add(observation))
                                .isInstanceOf(InvalidFact.class)
                                .hasMessage("start: " + refused.reason());
                }
            }
            List<UsageInterval> expected = byLaw.values().stream()
                    .flatMap(rows -> rows.values().stream().map(LedgerRow::interval))
                    .sorted(Comparator.comparing(UsageInterval::cluster)
                            .thenComparing(UsageInterval::objectUid)
                            .thenComparing(interval -> interval.resource().text())
                            .thenComparing(UsageInterval::start))
                    .toList();
            assertThat(inOrder(ledger)).isEqualTo(expected);
        });
    }

    @Test
    void aMonthShuffledAndTripledIsTheSame() {
        List<UsageInterval> month = new SampleMonth(
                        Shape.demo(YearMonth.of(2026, 9)).dividedBy(50), 3)
                .usage()
                .toList();
        List<UsageInterval> tripled = new ArrayList<>(month);
        tripled.addAll(month);
        tripled.addAll(month);
        Collections.shuffle(tripled, new Random(5));
        UsageLedger once = UsageLedger.of(month);
        assertThat(once.size()).isEqualTo(month.size());
        assertThat(inOrder(UsageLedger.of(tripled))).isEqualTo(inOrder(once));
    }

    @Test
    void aSeriesOfThousandsOfSegmentsIsTakenInBackwardsToo() {
        List<UsageInterval> hours = new ArrayList<>();
        for (int hour = 0; hour < 3_000; hour++) {
            Instant start = ZERO.plusSeconds(3_600L * hour);
            hours.add(interval("a", "u", new Resource.Cpu(), start, start.plusSeconds(3_600), start, Quality.EXACT));
        }
        assertThat(inOrder(UsageLedger.of(hours.reversed()))).isEqualTo(hours);
    }

    private static List<UsageInterval> inOrder(UsageLedger ledger) {
        List<UsageInterval> intervals = new ArrayList<>();
        ledger.forEachInOrder(intervals::add);
        List<UsageInterval> any = new ArrayList<>();
        ledger.forEach(any::add);
        assertThat(any).containsExactlyInAnyOrderElementsOf(intervals);
        return intervals;
    }

    private static UsageInterval observation(SplittableRandom random) {
        Instant start = ZERO.plusSeconds(10L * random.nextInt(8));
        Instant end = random.nextInt(3) == 0 ? null : start.plusSeconds(random.nextInt(14));
        return interval(
                random.nextInt(5) == 0 ? "b" : "a",
                random.nextInt(4) == 0 ? "v" : "u",
                random.nextBoolean() ? new Resource.Cpu() : new Resource.Memory(),
                start,
                end,
                start.plusSeconds(random.nextInt(9)),
                random.nextBoolean() ? Quality.EXACT : Quality.ESTIMATED);
    }

    private static UsageInterval interval(
            String cluster, String uid, Resource resource, Instant start, Instant end, Instant seen, Quality quality) {
        return new UsageInterval(
                cluster,
                uid,
                ObjectKind.POD,
                "pod",
                "team",
                WorkloadKind.OTHER,
                "",
                "",
                "",
                "",
                "",
                CapacityType.SPOT,
                resource,
                1000,
                start,
                end,
                seen,
                quality);
    }
}
