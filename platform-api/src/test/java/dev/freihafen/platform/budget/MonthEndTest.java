package dev.freihafen.platform.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class MonthEndTest {
    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Test
    void theRunRateIsWhatWasSpentForAsLongAsTheMonthIs() {
        assertThat(MonthEnd.runRate(SEPTEMBER, new BigDecimal("412.30"), Instant.parse("2026-09-20T08:00:00Z")))
                .isEqualByComparingTo("639.78");
        assertThat(MonthEnd.runRate(SEPTEMBER, new BigDecimal("412.30"), Instant.parse("2026-10-02T08:00:00Z")))
                .isEqualByComparingTo("412.30");
        assertThat(MonthEnd.runRate(SEPTEMBER, BigDecimal.ZERO, Instant.parse("2026-09-01T00:00:00Z")))
                .isEqualByComparingTo("0");
    }
}
