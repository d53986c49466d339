package dev.freihafen.cost.quote;

import static dev.freihafen.cost.Facts.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.budget.Admission;
import dev.freihafen.cost.budget.Budget;
import dev.freihafen.cost.budget.Commitment;
import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.cost.quote.PipelineTask.Executor;
import dev.freihafen.cost.quote.PipelineTask.Tasks;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunQuoteTest {

    private static final Instant AT = Instant.parse("2026-09-20T08:00:00Z");
    private static final PriceKey GPU = key("accelerator/A100");
    private static final PriceKey CPU = key("cpu");
    private static final RateCard CARD = RateCard.of(
            List.of(rate("price", "3.00"), rate("id", "cpu", "resource", "cpu", "unit", "core-hour", "price", "0.10")));
    private static final Overhead DRIVERS = new Overhead(Map.of(CPU, 100L), Duration.ofSeconds(36));

    @Test
    void goldenCase9AQuoteOf40HoursPassesTheBudget() {
        RunQuote quote = quote(List.of(gpuTask("train", Items.ONCE, 0, false, hours(40, 40))), Overhead.NONE);
        assertThat(quote.total()).isEqualTo(Range.exactly(Fraction.of(120, 1)));
        Budget budget = new Budget(
                new BigDecimal("500"), Currency.getInstance("EUR"), new TreeSet<>(Set.of(100)), Budget.OnExceeded.HOLD);
        Commitment spent = new Commitment(Fraction.of(41230, 100), Fraction.ZERO);
        assertThat(Admission.decide(budget, spent, quote.total().expected()))
                .isInstanceOfSatisfying(
                        Admission.Held.class, held -> assertThat(held.reason()).contains("412.30", "120.00", "532.30"));
    }

    @Test
    void timesAreTheShortestTheMedianAndTheLongestOfTheHistory() {
        RunQuote quote = quote(List.of(gpuTask("train", Items.ONCE, 0, false, hours(5, 1, 2, 3))), Overhead.NONE);
        assertThat(quote.total()).isEqualTo(range("3.00", "7.50", "15.00"));
        assertThat(quote.steps()).singleElement().satisfies(step -> {
            assertThat(step.samples()).isEqualTo(4);
            assertThat(step.pricePerHour()).isEqualTo(Fraction.of(3, 1));
        });
    }

    @Test
    void withoutAHistoryTheRunsDeadlineIsExpected() {
        StepTime time = StepTime.of(List.of(), Duration.ofHours(2));
        RunQuote quote = quote(List.of(gpuTask("train", Items.ONCE, 0, false, time)), Overhead.NONE);
        assertThat(quote.total()).isEqualTo(range("0", "6.00", "6.00"));
        assertThat(quote.steps().getFirst().samples()).isZero();
    }

    @Test
    void aStepWithNeitherHistoryNorDeadlineIsPricedPerHourAndNamed() {
        StepTime time = StepTime.of(List.of(), null);
        RunQuote quote = quote(
                List.of(gpuTask("train", Items.ONCE, 0, false, time), gpuTask("test", Items.ONCE, 0, false, hours(1))),
                Overhead.NONE);
        assertThat(quote.total().high()).isEqualTo(Fraction.of(3, 1));
        assertThat(quote.unknownTime()).containsExactly("train");
        assertThat(quote.bounded()).isFalse();
        assertThat(quote.steps().getFirst().cost()).isNull();
        assertThat(quote.steps().getFirst().pricePerHour()).isEqualTo(Fraction.of(3, 1));
    }

    @Test
    void retriesRaiseOnlyTheHighestAndNeverBeyondTheDeadline() {
        StepTime seen = StepTime.of(List.of(Duration.ofHours(1), Duration.ofHours(2)), Duration.ofHours(5));
        assertThat(quote(List.of(gpuTask("train", Items.ONCE, 1, false, seen)), Overhead.NONE)
                        .total())
                .isEqualTo(range("3.00", "4.50", "12.00"));
        assertThat(quote(List.of(gpuTask("train", Items.ONCE, 9, false, seen)), Overhead.NONE)
                        .total()
                        .high())
                .isEqualTo(Fraction.of(15, 1));
    }

    @Test
    void retriesOfAGroupCountForEachOfItsTasks() {
        PipelineTask group = new PipelineTask(
                "group", new Tasks(List.of(gpuTask("train", Items.ONCE, 1, false, hours(1)))), Items.ONCE, 2, false);
        assertThat(quote(List.of(group), Overhead.NONE).total()).isEqualTo(range("3.00", "3.00", "18.00"));
    }

    @Test
    void knownLoopsMultiplyAndNestedOnesMultiplyAgain() {
        PipelineTask loop = new PipelineTask(
                "folds",
                new Tasks(List.of(gpuTask("train", new Items.Known(4), 0, false, hours(1)))),
                new Items.Known(3),
                0,
                false);
        RunQuote quote = quote(List.of(loop), Overhead.NONE);
        assertThat(quote.total()).isEqualTo(Range.exactly(Fraction.of(36, 1)));
        assertThat(quote.steps().getFirst().path()).isEqualTo("folds/train");
        assertThat(quote.steps().getFirst().iterations()).isEqualTo(Range.exactly(Fraction.of(12, 1)));
    }

    @Test
    void unboundedLoopsArePricedPerItem() {
        PipelineTask loop = new PipelineTask(
                "documents",
                new Tasks(List.of(gpuTask("embed", new Items.Known(2), 0, false, hours(1)))),
                new Items.Unknown(),
                0,
                false);
        RunQuote quote = quote(List.of(gpuTask("split", Items.ONCE, 0, false, hours(1)), loop), DRIVERS);
        // Drivers at 0.0001: for the run and the split; per item for the group and its two steps.
        assertThat(quote.total()).isEqualTo(Range.exactly(Fraction.of(30_002, 10_000)));
        assertThat(quote.perItem())
                .containsExactly(new RunQuote.PerItem("documents", Range.exactly(Fraction.of(60_003, 10_000))));
        assertThat(quote.bounded()).isFalse();
    }

    @Test
    void aConditionMayBeNotMetSoTheLowestIsNothing() {
        RunQuote quote = quote(List.of(gpuTask("deploy", Items.ONCE, 0, true, hours(1))), Overhead.NONE);
        assertThat(quote.total()).isEqualTo(range("0", "3.00", "3.00"));
    }

    /** The example of docs/planning.md. */
    @Test
    void aPipelineWithALoopAConditionAndADeadlineIsQuotedAsTheDocumentationSays() {
        Duration deadline = Duration.ofHours(8);
        PipelineTask split = new PipelineTask(
                "split",
                new Executor(
                        Map.of(CPU, 2000L),
                        StepTime.of(
                                List.of(Duration.ofMinutes(6), Duration.ofMinutes(6), Duration.ofMinutes(12)),
                                deadline)),
                Items.ONCE,
                0,
                false);
        StepTime seen = StepTime.of(
                List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3), Duration.ofHours(5)), deadline);
        PipelineTask train = gpuTask("train", new Items.Known(4), 1, false, seen);
        PipelineTask deploy = new PipelineTask(
                "deploy", new Executor(Map.of(CPU, 1000L), StepTime.of(List.of(), deadline)), Items.ONCE, 0, true);

        RunQuote quote = quote(List.of(split, train, deploy), Overhead.NONE);

        assertThat(quote.steps())
                .extracting(RunQuote.Step::cost)
                .containsExactly(
                        range("0.02", "0.02", "0.04"), range("12.00", "30.00", "96.00"), range("0", "0.80", "0.80"));
        assertThat(quote.total()).isEqualTo(range("12.02", "30.82", "96.84"));
        assertThat(quote.bounded()).isTrue();
    }

    @Test
    void whatHasNoRateMakesTheCostUnknown() {
        PipelineTask task = new PipelineTask(
                "train",
                new Executor(Map.of(key("accelerator/L4"), 1000L, CPU, 1000L), hours(1)),
                Items.ONCE,
                0,
                false);
        RunQuote quote = quote(List.of(task), Overhead.NONE);
        assertThat(quote.unpriced()).containsExactly(key("accelerator/L4"));
        assertThat(quote.bounded()).isFalse();
        assertThat(quote.total().expected()).isEqualTo(Fraction.of(1, 10));
    }

    @Test
    void twoCurrenciesInOneRunAreRefused() {
        RateCard mixed = RateCard.of(List.of(
                rate("price", "3.00"),
                rate("id", "cpu", "resource", "cpu", "unit", "core-hour", "price", "0.10", "currency", "USD")));
        PipelineTask cpu = new PipelineTask("load", new Executor(Map.of(CPU, 1000L), hours(1)), Items.ONCE, 0, false);
        PipelineShape shape =
                new PipelineShape(List.of(cpu, gpuTask("train", Items.ONCE, 0, false, hours(1))), Overhead.NONE);
        assertThatThrownBy(() -> RunQuote.of(shape, mixed, AT, ZoneOffset.UTC))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessageContaining("EUR and USD");
    }

    @Test
    void whatIsStillExpectedShrinksWithTheChargesAndNeverGoesBelowZero() {
        RunQuote quote = quote(List.of(gpuTask("train", Items.ONCE, 0, false, hours(2))), Overhead.NONE);
        assertThat(quote.remaining(Fraction.of(5, 1))).isEqualTo(Fraction.ONE);
        assertThat(quote.remaining(Fraction.of(7, 1))).isEqualTo(Fraction.ZERO);
    }

    @Test
    void absurdShapesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gpuTask("train", Items.ONCE, -1, false, hours(1)))
                .withMessageContaining("retries");
        assertThatIllegalArgumentException().isThrownBy(() -> new Items.Known(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepTime.of(List.of(Duration.ofSeconds(-1)), null))
                .withMessageContaining("negative");
    }

    @Test
    void lawLowIsAtMostExpectedIsAtMostHighAndTheStepsSumToTheTotal() {
        Seeds.each(random -> {
            RunQuote quote = quote(tasks(random, 3), Overhead.NONE);
            Range total = quote.total();
            assertThat(total.low()).isBetween(Fraction.ZERO, total.expected());
            assertThat(total.high()).isGreaterThanOrEqualTo(total.expected());
            Range sum = Range.ZERO;
            for (RunQuote.Step step : quote.steps()) {
                sum = sum.plus(cost(step));
            }
            assertThat(sum).isEqualTo(total);
        });
    }

    @Test
    void lawDriversAndOneMoreTaskNeverMakeARunCheaper() {
        Seeds.each(random -> {
            List<PipelineTask> tasks = new ArrayList<>(tasks(random, 2));
            Range before = quote(tasks, Overhead.NONE).total();
            Range driven = quote(tasks, DRIVERS).total();
            tasks.add(gpuTask("more", Items.ONCE, 0, false, hours(1)));
            Range after = quote(tasks, DRIVERS).total();
            assertThat(driven.low()).isGreaterThan(before.low());
            assertThat(after.low()).isGreaterThan(driven.low());
            assertThat(after.expected()).isGreaterThan(driven.expected());
            assertThat(after.high()).isGreaterThan(driven.high());
        });
    }

    private static Range cost(RunQuote.Step step) {
        @Nullable Range cost = step.cost();
        return cost == null ? Range.ZERO : cost;
    }

    private static List<PipelineTask> tasks(SplittableRandom random, int depth) {
        List<PipelineTask> tasks = new ArrayList<>();
        for (int number = random.nextInt(1, 4); number > 0; number--) {
            Items items = random.nextInt(3) == 0 ? new Items.Known(random.nextInt(5)) : Items.ONCE;
            int retries = random.nextInt(3);
            boolean conditional = random.nextInt(4) == 0;
            tasks.add(
                    depth > 0 && random.nextInt(3) == 0
                            ? new PipelineTask(
                                    "t" + number, new Tasks(tasks(random, depth - 1)), items, retries, conditional)
                            : gpuTask("t" + number, items, retries, conditional, time(random)));
        }
        return tasks;
    }

    private static StepTime time(SplittableRandom random) {
        List<Duration> history = new ArrayList<>();
        for (int number = random.nextInt(5); number > 0; number--) {
            history.add(Duration.ofSeconds(random.nextInt(100_000)));
        }
        return StepTime.of(history, random.nextBoolean() ? Duration.ofSeconds(random.nextInt(1, 100_000)) : null);
    }

    private static StepTime hours(int... history) {
        List<Duration> durations = new ArrayList<>();
        for (int hours : history) {
            durations.add(Duration.ofHours(hours));
        }
        return StepTime.of(durations, null);
    }

    private static PipelineTask gpuTask(String name, Items items, int retries, boolean conditional, StepTime time) {
        return new PipelineTask(name, new Executor(Map.of(GPU, 1000L), time), items, retries, conditional);
    }

    private static RunQuote quote(List<PipelineTask> tasks, Overhead overhead) {
        return RunQuote.of(new PipelineShape(tasks, overhead), CARD, AT, ZoneOffset.UTC);
    }

    private static PriceKey key(String resource) {
        return new PriceKey("local", Resource.parse("resource", resource), "gpu", CapacityType.ON_DEMAND);
    }

    private static Range range(String low, String expected, String high) {
        return new Range(exact(low), exact(expected), exact(high));
    }

    private static Fraction exact(String decimal) {
        return Fraction.of(new BigDecimal(decimal));
    }
}
