package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;

/**
 * What a team is bound to, in whole units of the budget's currency.
 *
 * @param spent in the month so far
 * @param running what work that runs will still cost, as far as it is known; from 0 up
 */
public record Commitment(Fraction spent, Fraction running) {

    /** Spent and still to come. */
    public Fraction total() {
        return spent.plus(running);
    }
}
