package dev.freihafen.platform.budget;

import dev.freihafen.platform.alert.Alert;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;

/** What people are told of budgets. Pure. */
final class BudgetWords {
    private BudgetWords() {}

    /** An amount for people, rounded to the currency's digits: {@code 1,234.50 EUR}. */
    static String money(BigDecimal amount, Currency currency) {
        int digits = Math.max(currency.getDefaultFractionDigits(), 0);
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(amount) + " " + currency.getCurrencyCode();
    }

    static Alert threshold(UUID id, Budget budget, YearMonth month, int percent, Spend spend, Instant now) {
        String text =
                "Team " + budget.team().name() + " has spent " + money(spend.charged(), budget.currency()) + " of "
                        + money(budget.amount(), budget.currency()) + " in " + month + ", which is " + percent
                        + " % of its budget or more. "
                        + (budget.onExceeded() == Budget.OnExceeded.Hold
                                ? "Above 100 % new work waits."
                                : "Work goes on in any case.");
        return alert(id, budget, month, Alert.Kind.Threshold, percent, spend.charged(), spend.asOf(), text, now);
    }

    static Alert forecast(UUID id, Budget budget, YearMonth month, BigDecimal end, Spend spend, Instant now) {
        String text = "If it goes on like this, team " + budget.team().name() + " will have spent "
                + money(end, budget.currency()) + " at the end of " + month + "; its budget is "
                + money(budget.amount(), budget.currency()) + ".";
        return alert(id, budget, month, Alert.Kind.Forecast, 100, end, spend.asOf(), text, now);
    }

    /** Why new work of a team waits, and who may change that; at most 512 characters. */
    static String exceeded(Budget budget, YearMonth month, BigDecimal charged) {
        return "the budget of " + month + " is used up (" + money(charged, budget.currency()) + " of "
                + money(budget.amount(), budget.currency()) + "). "
                + whoMayLift(budget.team().name());
    }

    private static String whoMayLift(String team) {
        return "Finance or an Admin of the team may raise it, or lift the hold until a date by POST /api/v1/teams/"
                + team + "/budget:override.";
    }

    private static Alert alert(
            UUID id,
            Budget budget,
            YearMonth month,
            Alert.Kind kind,
            int threshold,
            BigDecimal amount,
            Instant asOf,
            String text,
            Instant now) {
        return new Alert(
                id,
                budget.team().name(),
                month.toString(),
                kind,
                threshold,
                amount.toPlainString(),
                budget.amount().toPlainString(),
                budget.currency().getCurrencyCode(),
                asOf,
                text,
                now);
    }
}
