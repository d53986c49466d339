package dev.freihafen.cost.ledger;

import static dev.freihafen.cost.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    @Test
    void aFirstObservationIsWrittenAsItIs() {
        assertThat(ledger(seen(0, null, 5, "Exact"))).containsExactly("0..open seen 5 Exact");
    }

    @Test
    void lastSeenOnlyGrows() {
        assertThat(ledger(seen(0, null, 9, "Exact"), seen(0, null, 5, "Exact")))
                .containsExactly("0..open seen 9 Exact");
    }

    @Test
    void aKnownEndIsNotLostToAReplayedOpenRow() {
        assertThat(ledger(seen(0, 7, 7, "Exact"), seen(0, null, 9, "Exact"))).containsExactly("0..7 seen 9 Exact");
    }

    @Test
    void anExactEndBeatsALaterEstimate() {
        assertThat(ledger(seen(0, 7, 7, "Exact"), seen(0, 3, 20, "Estimated"))).containsExactly("0..7 seen 20 Exact");
        assertThat(ledger(seen(0, 3, 20, "Estimated"), seen(0, 7, 7, "Exact"))).containsExactly("0..7 seen 20 Exact");
    }

    @Test
    void ofTwoEstimatesTheLaterSeenWinsWhateverItsEnd() {
        assertThat(ledger(seen(0, 9, 10, "Estimated"), seen(0, 8, 12, "Estimated")))
                .containsExactly("0..8 seen 12 Estimated");
    }

    @Test
    void ofTwoEndsSeenAtTheSameTimeTheLaterWins() {
        assertThat(ledger(seen(0, 9, 10, "Estimated"), seen(0, 8, 10, "Estimated")))
                .containsExactly("0..9 seen 10 Estimated");
    }

    @Test
    void anOpenRowSeenLaterDoesNotMakeAnOlderEstimateWin() {
        assertThat(ledger(seen(0, 15, 14, "Estimated"), seen(0, null, 30, "Exact"), seen(0, 18, 20, "Estimated")))
                .containsExactly("0..18 seen 30 Estimated");
    }

    @Test
    void anOpenSegmentEndsWhereTheNextStartsWhateverItsLastSeen() {
        assertThat(ledger(seen(0, null, 30, "Exact"), seen(10, null, 31, "Exact")))
                .containsExactly("0..10 seen 30 Estimated", "10..open seen 31 Exact");
        assertThat(ledger(seen(10, null, 31, "Exact"), seen(0, null, 30, "Exact")))
                .containsExactly("0..10 seen 30 Estimated", "10..open seen 31 Exact");
    }

    @Test
    void aSegmentThatArrivesLateBetweenTwoOthersMovesTheEndOfTheFirst() {
        assertThat(ledger(seen(0, null, 3, "Exact"), seen(20, null, 25, "Exact"), seen(10, null, 15, "Exact")))
                .containsExactly("0..10 seen 3 Estimated", "10..20 seen 15 Estimated", "20..open seen 25 Exact");
    }

    @Test
    void aStatedEndCorrectsAnEndThatWasOnlyImplied() {
        assertThat(ledger(seen(0, null, 30, "Exact"), seen(10, null, 31, "Exact"), seen(0, 8, 8, "Exact")))
                .containsExactly("0..8 seen 30 Exact", "10..open seen 31 Exact");
    }

    @Test
    void segmentsMayTouch() {
        assertThat(ledger(seen(0, 10, 10, "Exact"), seen(10, 20, 20, "Exact")))
                .containsExactly("0..10 seen 10 Exact", "10..20 seen 20 Exact");
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 9, 12", "5, 15, 0, 6", "0, 10, 2, 3", "5, 6, 0, 9"})
    void segmentsThatOverlapAreRefused(int start, int end, int otherStart, int otherEnd) {
        List<LedgerRow> stored = List.of(LedgerRow.of(seen(start, end, end, "Exact")));
        Merge merge = Ledger.merge(stored, seen(otherStart, otherEnd, otherEnd, "Estimated"));
        assertThat(merge)
                .isInstanceOfSatisfying(
                        Merge.Refused.class,
                        refused -> assertThat(refused.reason())
                                .matches(
                                        "the segment that starts at \\S+ overlaps with the one from \\S+ to \\S+ of the same object and"
                                                + " resource; segments may touch, but never overlap"));
    }

    @Test
    void aCorrectedEndThatReachesIntoTheNextSegmentIsRefused() {
        List<LedgerRow> stored = rows(seen(0, null, 3, "Exact"), seen(10, null, 12, "Exact"));
        assertThat(Ledger.merge(stored, seen(0, 11, 13, "Exact"))).isInstanceOf(Merge.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "objectKind, Service",
        "objectName, other",
        "team, routing",
        "workloadKind, Workspace",
        "workloadName, other",
        "step, other",
        "owner, other",
        "hardwareClass, other",
        "node, other",
        "capacityType, Spot",
        "quantity, 999"
    })
    void anotherFactForTheSameSegmentIsRefusedAndNamed(String column, String value) {
        List<LedgerRow> stored = List.of(LedgerRow.of(usage()));
        assertThat(Ledger.merge(stored, usage(column, value)))
                .isInstanceOfSatisfying(
                        Merge.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains(column + " is '", "not '" + value + "'", "a change starts a new segment"));
    }

    @Test
    void whatIsKnownAlreadyChangesNothing() {
        List<LedgerRow> stored = rows(seen(0, null, 30, "Exact"), seen(10, 20, 31, "Exact"));
        assertThat(Ledger.merge(stored, seen(0, null, 30, "Exact"))).isEqualTo(new Merge.Accepted(List.of()));
        assertThat(Ledger.merge(stored, seen(10, 20, 31, "Exact"))).isEqualTo(new Merge.Accepted(List.of()));
    }

    @Test
    void rowsOfAnotherSeriesAreAProgrammingError() {
        List<LedgerRow> stored = List.of(LedgerRow.of(usage("objectUid", "other")));
        assertThatThrownBy(() -> Ledger.merge(stored, usage()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a stored row belongs to");
    }

    @Test
    void orderAndRepetitionNeverChangeTheLedger() {
        Seeds.each(random -> {
            List<UsageInterval> observations = history(random);
            List<String> once = ledger(observations.toArray(UsageInterval[]::new));
            List<UsageInterval> again = new ArrayList<>(observations);
            observations.forEach(observation -> {
                if (random.nextBoolean()) {
                    again.add(observation);
                }
            });
            shuffle(again, random);
            assertThat(ledger(again.toArray(UsageInterval[]::new)))
                    .as("%s", again.stream().map(LedgerTest::text).toList())
                    .isEqualTo(once);
        });
    }

    /** Observations of up to five segments of one series that do not contradict each other. */
    private static List<UsageInterval> history(SplittableRandom random) {
        List<UsageInterval> observations = new ArrayList<>();
        int start = 0;
        int segments = random.nextInt(1, 6);
        for (int segment = 0; segment < segments; segment++) {
            int next = start + random.nextInt(1, 20);
            int count = random.nextInt(1, 5);
            for (int number = 0; number < count; number++) {
                int lastSeen = start + random.nextInt(-3, 40);
                Integer end = random.nextInt(3) == 0 ? null : (Integer) random.nextInt(start, next + 1);
                observations.add(seen(start, end, Math.max(0, lastSeen), random.nextBoolean() ? "Exact" : "Estimated"));
            }
            start = next;
        }
        return observations;
    }

    private static void shuffle(List<UsageInterval> list, SplittableRandom random) {
        for (int place = list.size() - 1; place > 0; place--) {
            Collections.swap(list, place, random.nextInt(place + 1));
        }
    }

    private static UsageInterval seen(int start, Integer end, int lastSeen, String quality) {
        return usage(
                "start", at(start), "end", end == null ? "" : at(end), "lastSeen", at(lastSeen), "quality", quality);
    }

    private static String at(int second) {
        return Instant.parse("2026-09-01T00:00:00Z").plusSeconds(second).toString();
    }

    private static List<LedgerRow> rows(UsageInterval... observations) {
        Map<Instant, LedgerRow> rows = new TreeMap<>();
        for (UsageInterval observation : observations) {
            switch (Ledger.merge(rows.values(), observation)) {
                case Merge.Accepted(List<LedgerRow> changed) ->
                    changed.forEach(row -> rows.put(row.interval().start(), row));
                case Merge.Refused(String reason) -> throw new AssertionError(text(observation) + ": " + reason);
            }
        }
        return List.copyOf(rows.values());
    }

    private static List<String> ledger(UsageInterval... observations) {
        return rows(observations).stream().map(row -> text(row.interval())).toList();
    }

    private static String text(UsageInterval interval) {
        Instant zero = Instant.parse("2026-09-01T00:00:00Z");
        String end = interval.end() == null
                ? "open"
                : Long.toString(interval.end().getEpochSecond() - zero.getEpochSecond());
        return (interval.start().getEpochSecond() - zero.getEpochSecond()) + ".." + end + " seen "
                + (interval.lastSeen().getEpochSecond() - zero.getEpochSecond()) + " "
                + interval.quality().text();
    }
}
