package dev.freihafen.cost.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.forecast.Forecast.Method;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Window SEPTEMBER = Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC);

    @Test
    void goldenCase9RunRate() {
        // 412.30 after 464 hours: 400 in the first hour, then 12.30 in one of the others.
        HourlyCosts known = hours(
                Instant.parse("2026-09-01T00:00:00Z"),
                Instant.parse("2026-09-20T08:00:00Z"),
                hour -> hour.equals(SEPTEMBER.from())
                        ? money("400")
                        : hour.equals(Instant.parse("2026-09-05T10:00:00Z")) ? money("12.30") : Fraction.ZERO);

        Forecast forecast = Forecast.of(SEPTEMBER, known, List.of()).orElseThrow();

        assertThat(forecast.monthEnd().decimal(2)).isEqualTo(new BigDecimal("639.78"));
        assertThat(forecast.method()).isEqualTo(Method.RUN_RATE);
        assertThat(forecast.errorPercent()).isNull();
    }

    @Test
    void workThatRestsAtWeekendsIsForecastByTheHourOfTheWeek() {
        // Friday evening: run-rate takes the weekdays' costs for the weekends to come.
        Instant now = Instant.parse("2026-09-04T20:00:00Z");
        HourlyCosts known = hours(Instant.parse("2026-06-01T00:00:00Z"), now, ForecastTest::weekdays);

        Forecast forecast = Forecast.of(SEPTEMBER, known, List.of()).orElseThrow();

        assertThat(forecast.method()).isEqualTo(Method.HOUR_OF_WEEK);
        // September 2026 has 22 weekdays of 24 hours at 1.00
        assertThat(forecast.monthEnd()).isEqualTo(Fraction.of(528, 1));
        assertThat(forecast.errorPercent()).isEqualByComparingTo("0");
        assertThat(forecast.runRate().compareTo(forecast.monthEnd())).isPositive();
    }

    @Test
    void workThatHasJustBegunIsCountedToItsEndWhereItIsMoreThanTheHabit() {
        Instant now = Instant.parse("2026-09-04T20:00:00Z");
        HourlyCosts known = hours(Instant.parse("2026-06-01T00:00:00Z"), now, ForecastTest::weekdays);
        RunningWork run = new RunningWork(money("10"), now.plus(Duration.ofHours(6)));

        Forecast forecast = Forecast.of(SEPTEMBER, known, List.of(run)).orElseThrow();

        // Four hours of Friday at 10 instead of 1, and two of Saturday at 10 instead of 0.
        assertThat(forecast.monthEnd()).isEqualTo(Fraction.of(528 + 4 * 9 + 2 * 10, 1));
    }

    @Test
    void whatWouldHaveBeenFartherFromTheTruthIsNotUsed() {
        // Costs double each month; the habit of the weeks before is always too low, run-rate is right.
        HourlyCosts known = hours(
                Instant.parse("2026-04-01T00:00:00Z"),
                Instant.parse("2026-09-15T00:00:00Z"),
                hour -> Fraction.of(
                        1L << YearMonth.from(hour.atZone(ZoneOffset.UTC)).getMonthValue(), 1));

        Forecast forecast = Forecast.of(SEPTEMBER, known, List.of()).orElseThrow();

        assertThat(forecast.method()).isEqualTo(Method.RUN_RATE);
        assertThat(forecast.monthEnd()).isEqualTo(Fraction.of(720 * 512, 1));
        assertThat(forecast.errorPercent()).isEqualByComparingTo("0");
    }

    @Test
    void beforeTheFirstHourIsOverNothingIsForecast() {
        HourlyCosts known = hours(Instant.parse("2026-08-01T00:00:00Z"), SEPTEMBER.from(), hour -> Fraction.ONE);

        assertThat(Forecast.of(SEPTEMBER, known, List.of())).isEmpty();
    }

    @Test
    void aMonthThatIsOverIsForecastByWhatItCost() {
        HourlyCosts known = hours(SEPTEMBER.from(), SEPTEMBER.until(), hour -> money("0.5"));

        assertThat(Forecast.of(SEPTEMBER, known, List.of()).orElseThrow().monthEnd())
                .isEqualTo(Fraction.of(360, 1));
    }

    @Test
    void aForecastIsNeverBelowWhatIsSpent() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ZoneId zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneId.of("Europe/Berlin");
            Window month = Window.ofMonth(YearMonth.of(2026, 1 + random.nextInt(12)), zone);
            Instant now = month.from().plus(Duration.ofHours(1 + random.nextInt(650)));
            Instant begin = month.from().minus(Duration.ofDays(random.nextInt(80)));
            HourlyCosts known = hours(begin, now, hour -> Fraction.of(random.nextInt(500), 100));
            List<RunningWork> running = List.of(new RunningWork(Fraction.of(random.nextInt(300), 100), null));

            Forecast forecast = Forecast.of(month, known, running).orElseThrow();

            assertThat(forecast.monthEnd())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(known.sum(month.from(), month.until()));
            assertThat(Forecast.hourOfWeek(month, known, running))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(known.sum(month.from(), month.until()));
        }
    }

    private static Fraction weekdays(Instant hour) {
        DayOfWeek day = hour.atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY ? Fraction.ZERO : Fraction.ONE;
    }

    private static HourlyCosts hours(Instant from, Instant until, Function<Instant, Fraction> cost) {
        List<Fraction> costs = new ArrayList<>();
        for (Instant hour = from; hour.isBefore(until); hour = hour.plus(Duration.ofHours(1))) {
            costs.add(cost.apply(hour));
        }
        return new HourlyCosts(from, costs);
    }

    private static Fraction money(String amount) {
        return Fraction.of(new BigDecimal(amount));
    }
}
