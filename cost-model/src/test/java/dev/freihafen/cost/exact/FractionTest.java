package dev.freihafen.cost.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FractionTest {

    @Test
    void equalValuesAreEqual() {
        assertThat(Fraction.of(2, -4)).isEqualTo(Fraction.of(-1, 2)).hasToString("-1/2");
        assertThat(Fraction.of(0, -7)).isEqualTo(Fraction.ZERO);
        assertThat(Fraction.of(new BigDecimal("0.50"))).isEqualTo(Fraction.of(1, 2));
        assertThat(Fraction.of(new BigDecimal("1e3"))).isEqualTo(Fraction.of(1000, 1));
    }

    @Test
    void aDenominatorOfZeroIsRefused() {
        assertThatThrownBy(() -> Fraction.of(1, 0)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "-1, 2, -1", "1, 3, 0", "5, 3, 2", "-5, 3, -2", "49, 100, 0"})
    void halvesAreRoundedAwayFromZero(long numerator, long denominator, long expected) {
        assertThat(Fraction.of(numerator, denominator).roundedHalfUp()).isEqualTo(BigInteger.valueOf(expected));
    }

    @Test
    void sumsAreThoseOfDecimals() {
        Seeds.each(random -> {
            BigDecimal left = BigDecimal.valueOf(random.nextLong(), random.nextInt(0, 20));
            BigDecimal right = BigDecimal.valueOf(random.nextLong(), random.nextInt(0, 20));
            assertThat(Fraction.of(left).plus(Fraction.of(right)).decimal(20)).isEqualByComparingTo(left.add(right));
            assertThat(Fraction.of(left).times(Fraction.of(right)).decimal(9))
                    .isEqualTo(left.multiply(right).setScale(9, RoundingMode.HALF_UP));
            assertThat(Integer.signum(Fraction.of(left).compareTo(Fraction.of(right))))
                    .isEqualTo(left.compareTo(right));
        });
    }

    @Test
    void textsAreOrderedByTheirUtf8Bytes() {
        List<String> texts =
                List.of("", "a", "ab", "b", "é", "\uff5e", "\ud83d\ude00", "\ud83d\ude01", "\ud83d\ude01a");
        for (String left : texts) {
            for (String right : texts) {
                int bytes = Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
                        .as("%s against %s", left, right)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }
}
