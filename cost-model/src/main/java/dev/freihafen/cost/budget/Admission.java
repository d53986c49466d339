package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigDecimal;

/** Whether new work may begin. */
public sealed interface Admission {

    /**
     * It fits, or the budget only warns.
     *
     * @param left of the budget after it, in whole units; below zero where the budget only warns
     */
    record Admitted(Fraction left) implements Admission {}

    /**
     * It waits.
     *
     * @param left of the budget without it
     * @param reason a plain sentence with who may lift the hold
     */
    record Held(Fraction left, String reason) implements Admission {}

    /**
     * Decides by what is bound already and what the new work is expected to cost. Exactly the budget still fits.
     *
     * @param quote whole units that the work is expected to cost within the month, from 0 up
     */
    static Admission decide(Budget budget, Commitment commitment, Fraction quote) {
        Fraction amount = Fraction.of(budget.amount());
        Fraction left = amount.minus(commitment.total());
        Fraction after = left.minus(quote);
        if (after.signum() >= 0 || budget.onExceeded() == Budget.OnExceeded.WARN) {
            return new Admitted(after);
        }
        return new Held(left, reason(budget, commitment, quote));
    }

    private static String reason(Budget budget, Commitment commitment, Fraction quote) {
        String bound = "spent " + money(budget, commitment.spent())
                + (commitment.running().signum() == 0 ? "" : ", running work " + money(budget, commitment.running()))
                + (quote.signum() == 0 ? "" : ", this work " + money(budget, quote));
        return "The month's budget of " + money(budget, Fraction.of(budget.amount())) + " "
                + budget.currency().getCurrencyCode() + " would be passed: " + bound + ", together "
                + money(budget, commitment.total().plus(quote))
                + ". Finance or an Admin of the team may lift the hold until a date, or raise the budget.";
    }

    private static String money(Budget budget, Fraction amount) {
        BigDecimal rounded = amount.decimal(budget.currency().getDefaultFractionDigits());
        return rounded.toPlainString();
    }
}
