package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody is to be told, once a month.
 *
 * @param percent the threshold; for a forecast 100, the budget itself
 */
public record Alert(Basis basis, int percent) {

    /** What reached the threshold. */
    public enum Basis {
        /** What has been spent. */
        ACTUAL("Actual"),
        /** What the month is expected to end with. */
        FORECAST("Forecast");

        private final String text;

        Basis(String text) {
            this.text = text;
        }

        /** The name in alerts and metrics. */
        public String text() {
            return text;
        }
    }

    private static final int WHOLE_BUDGET = 100;

    /** The one alert that a forecast gives: the month is expected to end above the budget. */
    public static final Alert FORECAST_EXCEEDED = new Alert(Basis.FORECAST, WHOLE_BUDGET);

    /**
     * The alerts that spending makes due. At or above a threshold counts. A budget that is exceeded is always told, as 100
     * percent, also where that is no threshold of it.
     *
     * @param sent those of this month so far, whatever the budget was then
     * @return ascending by threshold
     */
    public static List<Alert> due(Budget budget, Fraction spent, Set<Alert> sent) {
        SortedSet<Integer> reached = new TreeSet<>();
        for (int percent : budget.warnAt()) {
            if (spent.compareTo(budget.threshold(percent)) >= 0) {
                reached.add(percent);
            }
        }
        if (BudgetState.of(budget, spent) == BudgetState.EXCEEDED) {
            reached.add(WHOLE_BUDGET);
        }
        return reached.stream()
                .map(percent -> new Alert(Basis.ACTUAL, percent))
                .filter(alert -> !sent.contains(alert))
                .toList();
    }

    /**
     * Whether the forecast makes an alert due: it lies above the budget while spending does not yet.
     *
     * @param forecast whole units at the month's end
     */
    public static List<Alert> due(Budget budget, Fraction spent, Fraction forecast, Set<Alert> sent) {
        Fraction amount = Fraction.of(budget.amount());
        boolean due = forecast.compareTo(amount) > 0 && spent.compareTo(amount) <= 0;
        return due && !sent.contains(FORECAST_EXCEEDED) ? List.of(FORECAST_EXCEEDED) : List.of();
    }
}
