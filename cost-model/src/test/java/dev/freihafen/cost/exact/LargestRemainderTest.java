package dev.freihafen.cost.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    @Test
    void theLargestRemaindersGetTheMissingUnits() {
        assertThat(split(3, tenths(4, 6, 9, 11))).containsExactly(0, 1, 1, 1);
    }

    @Test
    void missingUnitsOfANegativeTotalGoToTheMostNegativeRemainders() {
        assertThat(split(-2, tenths(-6, -4, -9))).containsExactly(-1, 0, -1);
    }

    @Test
    void unitsOfASignGoToRemaindersOfThatSignOnly() {
        assertThat(split(1, tenths(6, -2, 9, 0))).containsExactly(0, 0, 1, 0);
        assertThat(split(0, tenths(6, -6))).containsExactly(0, 0);
        assertThat(split(-1, tenths(-16, 6, 0))).containsExactly(-1, 0, 0);
    }

    @Test
    void anAmountWithoutARemainderNeverGetsOne() {
        assertThat(split(13, tenths(0, 100, 29))).containsExactly(0, 10, 3);
    }

    @Test
    void tiesGoToTheSmallerKeyWhateverTheOrderOfTheItems() {
        List<BigInteger> units = LargestRemainder.split(
                BigInteger.ONE, List.of("b", "a"), item -> Fraction.of(1, 2), Utf8Order.INSTANCE);
        assertThat(units).containsExactly(BigInteger.ZERO, BigInteger.ONE);
    }

    @Test
    void aTotalThatIsNotTheSumIsAProgrammingError() {
        assertThatThrownBy(() -> split(3, tenths(4, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the total 3 is a whole unit or more away from the sum of its 2 parts");
        assertThatThrownBy(() -> split(1, tenths(20))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePartsSumToTheTotalAndEachIsWithinOneUnit() {
        Seeds.each(random -> {
            List<Fraction> exact = Stream.generate(
                            () -> Fraction.of(random.nextLong(-1_000_000, 1_000_000), random.nextLong(1, 1000)))
                    .limit(random.nextInt(1, 30))
                    .toList();
            BigInteger total =
                    exact.stream().reduce(Fraction.ZERO, Fraction::plus).roundedHalfUp();
            List<BigInteger> units = LargestRemainder.split(
                    total, IntStream.range(0, exact.size()).boxed().toList(), exact::get, Comparator.naturalOrder());
            assertThat(units.stream().reduce(BigInteger.ZERO, BigInteger::add)).isEqualTo(total);
            for (int place = 0; place < units.size(); place++) {
                Fraction distance = Fraction.of(units.get(place)).minus(exact.get(place));
                assertThat(distance).isBetween(Fraction.of(-1, 1), Fraction.ONE);
                assertThat(units.get(place).signum() * exact.get(place).signum())
                        .isGreaterThanOrEqualTo(0);
            }
        });
    }

    private static Fraction[] tenths(long... tenths) {
        return Arrays.stream(tenths).mapToObj(n -> Fraction.of(n, 10)).toArray(Fraction[]::new);
    }

    private static List<Integer> split(long total, Fraction... exact) {
        return LargestRemainder.split(
                        BigInteger.valueOf(total),
                        IntStream.range(0, exact.length).boxed().toList(),
                        place -> exact[place],
                        Comparator.naturalOrder())
                .stream()
                .map(BigInteger::intValueExact)
                .toList();
    }
}
