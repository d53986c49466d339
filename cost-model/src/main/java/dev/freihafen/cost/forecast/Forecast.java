package dev.freihafen.cost.forecast;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a month is expected to end with.
 *
 * <p>Two methods. <em>Run-rate</em>: spent / elapsed x length of the month. <em>Hour of week</em>: spent, plus for every
 * hour to come the greater of what running work is bound to cost and the median of that hour of the week so far. The
 * second is used only where it would have been nearer to the truth in the months before, told at the same point of the
 * month; its running work is not known for the past, so it is tested without.
 *
 * @param monthEnd whole units; never below what is spent
 * @param method the one used
 * @param errorPercent mean absolute error of that method over the months before, scale 1; null where there is no month
 *     to test it on
 * @param runRate what run-rate gives, for comparison
 */
public record Forecast(
        Fraction monthEnd, Method method, @Nullable BigDecimal errorPercent, Fraction runRate) {

    private static final Duration LEAST_HISTORY = Duration.ofDays(14);
    private static final int MOST_MONTHS = 12;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    /** How it was found. */
    public enum Method {
        RUN_RATE("RunRate"),
        HOUR_OF_WEEK("HourOfWeek");

        private final String text;

        Method(String text) {
            this.text = text;
        }

        /** The name in REST. */
        public String text() {
            return text;
        }
    }

    /**
     * Empty before the month's first hour is over: nothing is known then.
     *
     * @param month a calendar month
     * @param known costs up to now, with as much of the time before the month as there is
     * @param running work that goes on now
     */
    public static Optional<Forecast> of(Window month, HourlyCosts known, List<RunningWork> running) {
        Instant now = known.until();
        if (!now.isAfter(month.from())) {
            return Optional.empty();
        }
        Fraction runRate = runRate(month, known);
        List<Window> past = testable(month, known);
        Optional<Fraction> runRateError = error(past, month, known, Method.RUN_RATE);
        Optional<Fraction> hourOfWeekError = error(past, month, known, Method.HOUR_OF_WEEK);
        boolean better = runRateError.isPresent()
                && hourOfWeekError.isPresent()
                && hourOfWeekError.get().compareTo(runRateError.get()) < 0;
        return Optional.of(
                better
                        ? new Forecast(
                                hourOfWeek(month, known, running),
                                Method.HOUR_OF_WEEK,
                                percent(hourOfWeekError),
                                runRate)
                        : new Forecast(runRate, Method.RUN_RATE, percent(runRateError), runRate));
    }

    /** @param known up to an instant after the month's beginning */
    static Fraction runRate(Window month, HourlyCosts known) {
        Fraction spent = known.sum(month.from(), month.until());
        Instant now = known.until().isBefore(month.until()) ? known.until() : month.until();
        long elapsed = Duration.between(month.from(), now).toSeconds();
        long whole = Duration.between(month.from(), month.until()).toSeconds();
        return spent.times(Fraction.of(whole, elapsed));
    }

    static Fraction hourOfWeek(Window month, HourlyCosts known, List<RunningWork> running) {
        HourOfWeek medians = new HourOfWeek(known, month.zone());
        Fraction sum = known.sum(month.from(), month.until());
        for (Instant hour = known.until(); hour.isBefore(month.until()); hour = hour.plus(Duration.ofHours(1))) {
            Fraction bound = Fraction.ZERO;
            for (RunningWork work : running) {
                bound = work.holdsAt(hour) ? bound.plus(work.perHour()) : bound;
            }
            Fraction median = medians.at(hour);
            sum = sum.plus(bound.compareTo(median) > 0 ? bound : median);
        }
        return sum;
    }

    /** Earlier months that are known whole, with two weeks before the point at which they would have been forecast. */
    private static List<Window> testable(Window month, HourlyCosts known) {
        List<Window> months = new ArrayList<>();
        YearMonth current = YearMonth.from(month.from().plus(Duration.ofDays(1)).atZone(month.zone()));
        for (int back = 1; back <= MOST_MONTHS; back++) {
            Window past = Window.ofMonth(current.minusMonths(back), month.zone());
            Instant cut = cut(past, month, known);
            boolean whole = !past.from().isBefore(known.from());
            if (whole && !cut.minus(LEAST_HISTORY).isBefore(known.from())) {
                months.add(past);
            }
        }
        return months;
    }

    /** The point of a past month at which as much time had gone by as now. */
    private static Instant cut(Window past, Window month, HourlyCosts known) {
        Instant cut = past.from().plus(Duration.between(month.from(), known.until()));
        return cut.isBefore(past.until()) ? cut : past.until();
    }

    private static Optional<Fraction> error(List<Window> past, Window month, HourlyCosts known, Method method) {
        Fraction sum = Fraction.ZERO;
        int tested = 0;
        for (Window earlier : past) {
            Fraction actual = known.sum(earlier.from(), earlier.until());
            if (actual.signum() > 0) {
                HourlyCosts then = known.upTo(cut(earlier, month, known));
                Fraction forecast = switch (method) {
                    case RUN_RATE -> runRate(earlier, then);
                    case HOUR_OF_WEEK -> hourOfWeek(earlier, then, List.of());
                };
                Fraction difference = forecast.minus(actual);
                Fraction absolute = difference.signum() < 0 ? difference.negate() : difference;
                sum = sum.plus(absolute.times(new Fraction(actual.denominator(), actual.numerator())));
                tested++;
            }
        }
        return tested == 0 ? Optional.empty() : Optional.of(sum.dividedBy(BigInteger.valueOf(tested)));
    }

    private static @Nullable BigDecimal percent(Optional<Fraction> error) {
        return error.map(value -> value.times(HUNDRED).decimal(1)).orElse(null);
    }
}
