package dev.freihafen.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Berlin puts its clocks forward on 2026-03-29 at 01:00Z and back on 2026-10-25 at 01:00Z. */
class CronTimesTest {
    private static List<String> times(String cron, String zone, String after, int count) {
        CronTimes times = CronTimes.of(cron, ZoneId.of(zone));
        List<String> found = new ArrayList<>();
        Optional<Instant> time = Optional.of(Instant.parse(after));
        for (int number = 0; number < count; number++) {
            time = times.after(time.orElseThrow());
            found.add(time.orElseThrow().toString());
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *          | 2026-09-01T00:00:00Z | 2026-09-01T00:01:00Z | 2026-09-01T00:02:00Z
            * * * * *          | 2026-09-01T00:00:30Z | 2026-09-01T00:01:00Z | 2026-09-01T00:02:00Z
            */15 * * * *       | 2026-09-01T00:50:00Z | 2026-09-01T01:00:00Z | 2026-09-01T01:15:00Z
            5,35 8-9 * * *     | 2026-09-01T08:10:00Z | 2026-09-01T08:35:00Z | 2026-09-01T09:05:00Z
            0 0 29 2 *         | 2026-09-01T00:00:00Z | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
            0 12 * * 1-5       | 2026-09-04T12:00:00Z | 2026-09-07T12:00:00Z | 2026-09-08T12:00:00Z
            0 12 * * MON       | 2026-09-04T12:00:00Z | 2026-09-07T12:00:00Z | 2026-09-14T12:00:00Z
            0 12 * * 0         | 2026-09-04T12:00:00Z | 2026-09-06T12:00:00Z | 2026-09-13T12:00:00Z
            0 12 * * 7         | 2026-09-04T12:00:00Z | 2026-09-06T12:00:00Z | 2026-09-13T12:00:00Z
            0 0 1 JAN *        | 2026-09-04T12:00:00Z | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
            0 0 31 * *         | 2026-09-04T12:00:00Z | 2026-10-31T00:00:00Z | 2026-12-31T00:00:00Z
            """)
    void fiveFieldsMeanWhatTheyUsuallyMean(String cron, String after, String first, String second) {
        assertThat(times(cron, "UTC", after, 2)).containsExactly(first, second);
    }

    @Test
    void aDayThatFitsEitherDayFieldIsEnoughWhereBothAreGiven() {
        assertThat(times("0 0 13 * 5", "UTC", "2026-11-01T00:00:00Z", 5))
                .containsExactly(
                        "2026-11-06T00:00:00Z",
                        "2026-11-13T00:00:00Z",
                        "2026-11-20T00:00:00Z",
                        "2026-11-27T00:00:00Z",
                        "2026-12-04T00:00:00Z");
        assertThat(times("0 0 12 * 5", "UTC", "2026-12-05T00:00:00Z", 2))
                .containsExactly("2026-12-11T00:00:00Z", "2026-12-12T00:00:00Z");
    }

    @Test
    void aTimeThatDoesNotExistComesWhenTheClocksArePut() {
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(times("*/20 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void aTimeThatExistsTwiceComesTheFirstTime() {
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00Z", 3))
                .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void everyHourGoesByTheTimeThatPasses() {
        assertThat(times("0 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", "2026-03-29T03:00:00Z");
        assertThat(times("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 6))
                .containsExactly(
                        "2026-10-25T00:00:00Z",
                        "2026-10-25T00:30:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-25T01:30:00Z",
                        "2026-10-25T02:00:00Z",
                        "2026-10-25T02:30:00Z");
        assertThat(times("15 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 3))
                .containsExactly("2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z");
    }

    @Test
    void clocksThatArePutByHalfAnHourAreKnown() {
        // Lord Howe Island puts its clocks forward by 30 minutes on 2026-10-03 at 15:30Z.
        assertThat(times("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T00:00:00Z", 3))
                .containsExactly("2026-10-02T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z");
    }

    @Test
    void aZoneWithoutSummerTimeIsAsItIs() {
        assertThat(times("0 9 * * *", "Asia/Kolkata", "2026-09-01T00:00:00Z", 2))
                .containsExactly("2026-09-01T03:30:00Z", "2026-09-02T03:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "* * * *",
                "0 */5 * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "@daily",
                "a b c d e",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 0 ? * *",
                "0 0 L * *",
                "0 0 * * 1#2"
            })
    void anythingElseIsRefused(String cron) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronTimes.of(cron, ZoneId.of("UTC")))
                .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank());
    }

    @Test
    void aTimeThatNeverComesIsKnownAsSuch() {
        assertThat(CronTimes.of("0 0 31 2 *", ZoneId.of("UTC")).after(Instant.parse("2026-09-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "+02:00", "europe/berlin", "CEST", ""})
    void onlyNamesOfTheDatabaseAreZones(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronTimes.zone(name));
        assertThat(CronTimes.zone("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
    }
}
