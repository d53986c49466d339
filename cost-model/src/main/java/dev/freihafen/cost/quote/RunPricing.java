package dev.freihafen.cost.quote;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.cost.quote.PipelineTask.Executor;
import dev.freihafen.cost.quote.PipelineTask.Tasks;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks a pipeline once and prices what it meets. */
final class RunPricing {

    private static final BigInteger SECONDS_PER_HOUR = BigInteger.valueOf(3600);

    private final RateCard card;
    private final Instant at;
    private final ZoneId zone;
    private final Range driver;
    private final List<RunQuote.Step> steps = new ArrayList<>();
    private final List<RunQuote.PerItem> perItem = new ArrayList<>();
    private final List<String> unknownTime = new ArrayList<>();
    private final Set<PriceKey> unpriced = new TreeSet<>(Comparator.comparing(PriceKey::sentence));
    private @Nullable Currency currency;

    RunPricing(Overhead overhead, RateCard card, Instant at, ZoneId zone) {
        this.card = card;
        this.at = at;
        this.zone = zone;
        Fraction seconds =
                Fraction.of(BigInteger.valueOf(overhead.time().toSeconds())).dividedBy(SECONDS_PER_HOUR);
        this.driver = Range.exactly(pricePerHour(overhead.perDriver()).times(seconds));
    }

    /** Where the walk is: how often the place runs, and the retries of the groups around it. */
    private record Place(String path, Range iterations, int retries) {

        Place within(PipelineTask task, Range times) {
            int attempts = Math.min(Math.multiplyExact(retries + 1, task.retries() + 1), PipelineTask.MOST_RETRIES + 1);
            return new Place(path.isEmpty() ? task.name() : path + "/" + task.name(), times, attempts - 1);
        }
    }

    RunQuote quote(List<PipelineTask> tasks) {
        Range total = driver.plus(cost(tasks, new Place("", Range.exactly(Fraction.ONE), 0)));
        return new RunQuote(total, currency, steps, perItem, unknownTime, List.copyOf(unpriced));
    }

    private Range cost(List<PipelineTask> tasks, Place place) {
        Range sum = Range.ZERO;
        for (PipelineTask task : tasks) {
            sum = sum.plus(cost(task, place));
        }
        return sum;
    }

    private Range cost(PipelineTask task, Place around) {
        Range outside = task.conditional()
                ? new Range(
                        Fraction.ZERO,
                        around.iterations().expected(),
                        around.iterations().high())
                : around.iterations();
        return switch (task.items()) {
            case Items.Known known -> {
                Fraction count = Fraction.of(BigInteger.valueOf(known.count()));
                yield once(task, around.within(task, outside.times(count)));
            }
            case Items.Unknown _ -> {
                Place item = around.within(task, Range.exactly(Fraction.ONE));
                perItem.add(new RunQuote.PerItem(item.path(), once(task, item)));
                yield Range.ZERO;
            }
        };
    }

    private Range once(PipelineTask task, Place place) {
        Range drivers = driver.times(place.iterations());
        return switch (task.work()) {
            case Tasks group -> drivers.plus(cost(group.tasks(), place));
            case Executor executor -> drivers.plus(cost(executor, place));
        };
    }

    private Range cost(Executor executor, Place place) {
        Fraction perHour = pricePerHour(executor.reserved());
        Range cost = executor.time()
                .withRetries(place.retries())
                .map(seconds -> seconds.times(place.iterations()).times(perHour.dividedBy(SECONDS_PER_HOUR)))
                .orElse(null);
        if (cost == null) {
            unknownTime.add(place.path());
        }
        steps.add(new RunQuote.Step(
                place.path(), place.iterations(), perHour, cost, executor.time().samples()));
        return cost == null ? Range.ZERO : cost;
    }

    private Fraction pricePerHour(Map<PriceKey, Long> reserved) {
        PricePerHour price = PricePerHour.quote(reserved, card, at, zone);
        Currency found = price.currency();
        if (found != null && currency != null && !found.equals(currency)) {
            throw new MixedCurrencies("to one run", List.of(currency, found));
        }
        currency = currency == null ? found : currency;
        unpriced.addAll(price.unpriced());
        return price.exact();
    }
}
