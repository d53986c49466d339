package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;

/** How far a budget is used. */
public enum BudgetState {
    /** Below every threshold. */
    WITHIN("Within"),
    /** At or above a threshold, not above the budget. */
    WARNED("Warned"),
    /** Above the budget. */
    EXCEEDED("Exceeded");

    private final String text;

    BudgetState(String text) {
        this.text = text;
    }

    /** The name in REST and metrics. */
    public String text() {
        return text;
    }

    /**
     * Warned at or above a threshold, Exceeded above the budget: what is exactly the budget has not passed it.
     *
     * @param spent whole units of the budget's currency in its month
     */
    public static BudgetState of(Budget budget, Fraction spent) {
        if (spent.compareTo(Fraction.of(budget.amount())) > 0) {
            return EXCEEDED;
        }
        boolean warned = budget.warnAt().stream().anyMatch(percent -> spent.compareTo(budget.threshold(percent)) >= 0);
        return warned ? WARNED : WITHIN;
    }
}
