package dev.freihafen.cost.bench;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.cost.statement.UsageSums;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From usage to a statement, with the benchmark's month and with a tenth of it: about 1,000,000 intervals that give about
 * 500,000 lines, and 100,000 that give 50,000. Where ten times the rows take ten times as long, the cost is linear.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 6)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class StatementBenchmark {

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
    private static final long SEED = 1;

    /** The month and its intervals, made before the clock runs. */
    @State(Scope.Benchmark)
    public static class Facts {
        /** What the benchmark's month is divided by. */
        @Param({"10", "1"})
        public int divisor;

        private Month month = new Month(SEPTEMBER, ZoneOffset.UTC);
        private RateCard card = RateCard.of(List.of());
        private List<UsageInterval> intervals = List.of();

        @Setup(Level.Trial)
        public void make() {
            SampleMonth sample = new SampleMonth(Shape.benchmark(SEPTEMBER).dividedBy(divisor), SEED);
            month = new Month(SEPTEMBER, ZoneOffset.UTC);
            card = RateCard.of(sample.rates());
            intervals = sample.usage().toList();
        }

        UsageSums summed() {
            UsageSums sums = new UsageSums(month, card);
            intervals.forEach(sums::add);
            return sums;
        }
    }

    /** Their sums, too. */
    @State(Scope.Benchmark)
    public static class Sums {
        private UsageSums sums = new UsageSums(new Month(SEPTEMBER, ZoneOffset.UTC), RateCard.of(List.of()));

        @Setup(Level.Trial)
        public void make(Facts facts) {
            sums = facts.summed();
        }
    }

    /** Sums all intervals. */
    @Benchmark
    public UsageSums add(Facts facts) {
        return facts.summed();
    }

    /** Prices, allots, rounds and orders what was summed. */
    @Benchmark
    public Statement statement(Facts facts, Sums sums) {
        return Statement.of(sums.sums, Terms.of(facts.month, facts.card), List.of());
    }
}
