package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.platform.cost.CostView;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What the most that a run may cost means, before it runs and while it does. Pure. */
final class MaxCosts {
    static final String REASON = "MaxCostExceeded";

    private MaxCosts() {}

    /**
     * Refuses a run that is known to cost more: even the lowest quote is above it, or the whole cost is known and the
     * expected one is. Where a time, a price or the items of a loop can only be known later, it is watched while it runs.
     *
     * @throws PlatformException.ValidationFailed with the figures
     */
    static void requireFits(MaxCost most, RunQuote quote) {
        if (quote.currency() == null) {
            return;
        }
        String currency = quote.currency().getCurrencyCode();
        if (!currency.equals(most.currency())) {
            throw new PlatformException.ValidationFailed(
                    "The run is charged in " + currency + "; say maxCost in that currency.",
                    List.of(new FieldError("maxCost.currency", "must be " + currency)));
        }
        Fraction limit = Fraction.of(new BigDecimal(most.amount()));
        boolean isOver = quote.total().low().compareTo(limit) > 0
                || (quote.bounded() && quote.total().expected().compareTo(limit) > 0);
        if (isOver) {
            int digits = Math.max(quote.currency().getDefaultFractionDigits(), 0);
            String figures = "low " + text(quote.total().low(), digits) + ", expected "
                    + text(quote.total().expected(), digits) + ", high "
                    + text(quote.total().high(), digits) + " " + currency;
            throw new PlatformException.ValidationFailed(
                    "The run would cost more than its maxCost of " + most + ": " + figures
                            + ". Raise maxCost, shorten the deadline or take a cheaper hardware class.",
                    List.of(new FieldError("maxCost.amount", "is less than the quote: " + figures)));
        }
    }

    private static String text(Fraction amount, int digits) {
        return amount.decimal(digits).toPlainString();
    }

    /** Why a run must stop that has cost so much; empty while it need not. */
    static Optional<PipelineRunSpec.Stop> stop(MaxCost most, CostView cost) {
        boolean isOver = most.currency().equals(cost.currency())
                && new BigDecimal(cost.exact()).compareTo(new BigDecimal(most.amount())) >= 0;
        return isOver
                ? Optional.of(new PipelineRunSpec.Stop(
                        REASON,
                        "By " + cost.asOf() + " the run has cost "
                                + new BigDecimal(cost.exact())
                                        .stripTrailingZeros()
                                        .toPlainString() + " " + cost.currency() + ", its maxCost is " + most + "."))
                : Optional.empty();
    }
}
