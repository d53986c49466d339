package dev.freihafen.cost.quote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.Accuracy.Distribution;
import dev.freihafen.cost.quote.Accuracy.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    @Test
    void chargesAreComparedWithTheirQuotes() {
        Accuracy accuracy = Accuracy.of(List.of(outcome(8, 10, 12, 7), outcome(8, 10, 12, 11), outcome(8, 10, 12, 15)));
        assertThat(accuracy)
                .isEqualTo(new Accuracy(
                        3,
                        1,
                        1,
                        1,
                        Fraction.of(30, 1),
                        Fraction.of(33, 1),
                        Optional.of(new Distribution(
                                Fraction.of(-3, 10),
                                Fraction.of(-3, 10),
                                Fraction.of(1, 10),
                                Fraction.of(1, 2),
                                Fraction.of(1, 2),
                                Fraction.of(3, 10)))));
    }

    @Test
    void theBoundsOfAQuoteBelongToIt() {
        assertThat(Accuracy.of(List.of(outcome(8, 10, 12, 8), outcome(8, 10, 12, 12)))
                        .within())
                .isEqualTo(2);
    }

    @Test
    void withoutAQuoteAboveZeroThereIsNoRelativeError() {
        Accuracy accuracy = Accuracy.of(List.of(outcome(0, 0, 0, 3)));
        assertThat(accuracy.error()).isEmpty();
        assertThat(accuracy.above()).isEqualTo(1);
        assertThat(Accuracy.of(List.of()).count()).isZero();
    }

    @Test
    void lawEveryRunIsCountedOnceAndThePercentilesAreInOrder() {
        Seeds.each(random -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (int number = random.nextInt(1, 30); number > 0; number--) {
                int low = random.nextInt(100);
                int expected = low + random.nextInt(1, 100);
                outcomes.add(outcome(low, expected, expected + random.nextInt(100), random.nextInt(400)));
            }
            Accuracy accuracy = Accuracy.of(outcomes);
            assertThat(accuracy.below() + accuracy.within() + accuracy.above()).isEqualTo(outcomes.size());
            Distribution error = accuracy.error().orElseThrow();
            assertThat(List.of(error.least(), error.p10(), error.p50(), error.p90(), error.most()))
                    .isSorted();
        });
    }

    private static Outcome outcome(long low, long expected, long high, long charge) {
        return new Outcome(
                new Range(Fraction.of(low, 1), Fraction.of(expected, 1), Fraction.of(high, 1)), Fraction.of(charge, 1));
    }
}
