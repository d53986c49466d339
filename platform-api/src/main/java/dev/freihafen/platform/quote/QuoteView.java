package dev.freihafen.platform.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.Range;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.cost.rate.PriceKey;
import java.util.Currency;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a run would cost. Amounts are plain decimals with the digits of the currency.
 *
 * @param currency absent when nothing has a price
 * @param low shortest time of the history, one attempt, conditions not met
 * @param expected median of the history, else the deadline; one attempt, conditions met
 * @param high longest time, every retry used
 * @param bounded whether that is all: prices, times and loops are known
 * @param perItem loops whose items are known only while the run goes on, and what each adds
 * @param unknownTime steps with neither a history nor a deadline
 * @param unpriced what has no rate
 * @param budget what it would do to the team's budget; absent without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RunQuote")
public record QuoteView(
        String team,
        String pipeline,
        @Nullable String currency,
        String low,
        String expected,
        String high,
        boolean bounded,
        List<StepView> steps,
        List<PerItemView> perItem,
        List<String> unknownTime,
        List<String> unpriced,
        @Nullable BudgetView budget) {

    /**
     * What a step would cost.
     *
     * @param iterations how often it is expected to run
     * @param samples how many earlier steps its time comes from; 0 means the deadline was taken
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RunQuoteStep")
    record StepView(
            String path,
            String iterations,
            String pricePerHour,
            @Nullable String low,
            @Nullable String expected,
            @Nullable String high,
            int samples) {}

    /** What each item of a loop would cost. */
    @Schema(name = "RunQuotePerItem")
    record PerItemView(String path, String low, String expected, String high) {}

    /**
     * What the run would do to the budget.
     *
     * @param left of it before the run: less what is spent and what running work is still expected to cost
     * @param after what would be left of it
     * @param wouldBeHeld whether the run would wait
     * @param reason why, and who may lift that
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RunQuoteBudget")
    public record BudgetView(
            String month,
            String amount,
            String left,
            String after,
            boolean wouldBeHeld,
            @Nullable String reason) {}

    /** A quote as REST shows it. */
    public static QuoteView of(String team, String pipeline, RunQuote quote, @Nullable BudgetView budget) {
        int digits = digits(quote.currency());
        return new QuoteView(
                team,
                pipeline,
                quote.currency() == null ? null : quote.currency().getCurrencyCode(),
                text(quote.total().low(), digits),
                text(quote.total().expected(), digits),
                text(quote.total().high(), digits),
                quote.bounded(),
                quote.steps().stream().map(step -> step(step, digits)).toList(),
                quote.perItem().stream()
                        .map(item -> new PerItemView(
                                item.path(),
                                text(item.cost().low(), digits),
                                text(item.cost().expected(), digits),
                                text(item.cost().high(), digits)))
                        .toList(),
                quote.unknownTime(),
                quote.unpriced().stream().map(PriceKey::sentence).toList(),
                budget);
    }

    private static StepView step(RunQuote.Step step, int digits) {
        Range cost = step.cost();
        return new StepView(
                step.path(),
                text(step.iterations().expected(), 0),
                text(step.pricePerHour(), QuoteStore.SCALE),
                cost == null ? null : text(cost.low(), digits),
                cost == null ? null : text(cost.expected(), digits),
                cost == null ? null : text(cost.high(), digits),
                step.samples());
    }

    private static int digits(@Nullable Currency currency) {
        return currency == null ? 2 : Math.max(currency.getDefaultFractionDigits(), 0);
    }

    private static String text(Fraction amount, int digits) {
        return amount.decimal(digits).toPlainString();
    }
}
