package dev.freihafen.cost.quote;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run will cost, told before it is submitted, at the prices of one instant.
 *
 * <p>cost = reserved quantity x price per hour x iterations x time, plus the engine's own pods. Lowest: shortest time of
 * the history, one attempt, conditions not met. Expected: median, one attempt, conditions met. Highest: longest time,
 * every retry used. Exact; whole units of the currency.
 *
 * @param total of everything whose times and iterations are known
 * @param currency null if nothing has a price
 * @param steps in the order of the pipeline; steps inside a loop without known items are told for one item of it
 * @param perItem loops whose items are known only while it runs, and what each item adds to the total
 * @param unknownTime paths of steps with neither a history nor a deadline: only their price per hour is known
 * @param unpriced what has no rate; if there is any, the cost is unknown
 */
public record RunQuote(
        Range total,
        @Nullable Currency currency,
        List<Step> steps,
        List<PerItem> perItem,
        List<String> unknownTime,
        List<PriceKey> unpriced) {

    public RunQuote {
        steps = List.copyOf(steps);
        perItem = List.copyOf(perItem);
        unknownTime = List.copyOf(unknownTime);
        unpriced = List.copyOf(unpriced);
    }

    /**
     * A step of the run.
     *
     * @param path names of the tasks from the outermost in, such as {@code for-each-fold/train}
     * @param iterations how often it runs
     * @param pricePerHour of one pod
     * @param cost of all its pods; null if its time is not known
     * @param samples length of the history behind its time; 0 means the deadline was taken
     */
    public record Step(
            String path,
            Range iterations,
            Fraction pricePerHour,
            @Nullable Range cost,
            int samples) {}

    /** A loop whose number of items is not known yet: what one item costs. */
    public record PerItem(String path, Range cost) {}

    /**
     * @param at whose rates apply; its month in {@code zone} gives prices per month their hours
     * @throws MixedCurrencies if rates of two currencies apply
     */
    public static RunQuote of(PipelineShape shape, RateCard card, Instant at, ZoneId zone) {
        return new RunPricing(shape.overhead(), card, at, zone).quote(shape.tasks());
    }

    /** Whether the whole cost is known: prices, times and the items of all loops. */
    public boolean bounded() {
        return unpriced.isEmpty() && unknownTime.isEmpty() && perItem.isEmpty();
    }

    /** What a run with this quote is still expected to cost after a charge so far; never below zero. */
    public Fraction remaining(Fraction charged) {
        Fraction left = total.expected().minus(charged);
        return left.signum() < 0 ? Fraction.ZERO : left;
    }
}
