package dev.freihafen.cost.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    @ParameterizedTest
    @CsvSource({
        // Clocks go back from 00:00 to 23:00, so that 1 November 00:00 comes after an hour that is there twice.
        "America/Havana, 2026-11, 2026-11-01T04:00:00Z",
        // Clocks went forward at 00:00 on 1 October: the month begins at 01:00.
        "America/Asuncion, 2017-10, 2017-10-01T04:00:00Z",
        "Europe/Berlin, 2026-03, 2026-02-28T23:00:00Z",
        "Asia/Kathmandu, 2026-03, 2026-02-28T18:15:00Z",
        "UTC, 2026-03, 2026-03-01T00:00:00Z"
    })
    void aMonthBeginsAtItsFirstLocalMidnight(ZoneId zone, YearMonth month, Instant expected) {
        assertThat(Window.ofMonth(month, zone).from()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"America/Havana", "America/Asuncion", "Europe/Berlin", "Pacific/Apia", "Africa/Cairo", "UTC"})
    void monthsOfAZoneTouchAndTheirPartsAddUp(ZoneId zone) {
        Instant from = Instant.parse("2009-12-17T03:04:05Z");
        Instant until = Instant.parse("2027-07-01T00:00:01Z");
        Instant expected = from;
        for (Window.MonthSpan span : Window.months(from, until, zone)) {
            assertThat(span.from()).isEqualTo(expected);
            assertThat(span.month().toHours()).isBetween(28 * 24L - 25, 31 * 24L + 1);
            assertThat(Window.monthAround(span.from(), zone)).isEqualTo(span.month());
            assertThat(Window.monthAround(span.until().minusSeconds(1), zone)).isEqualTo(span.month());
            expected = span.until();
        }
        assertThat(expected).isEqualTo(until);
    }

    @Test
    void aWindowIsCutOffAtAnInstantButNeverBeforeItsBeginning() {
        Window march = Window.ofMonth(YearMonth.of(2026, 3), ZoneId.of("UTC"));
        assertThat(march.upTo(Instant.parse("2026-03-02T00:00:00Z")).until()).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(march.upTo(Instant.parse("2026-05-02T00:00:00Z"))).isEqualTo(march);
        assertThat(march.upTo(Instant.parse("2026-01-02T00:00:00Z")).until()).isEqualTo(march.from());
    }
}
