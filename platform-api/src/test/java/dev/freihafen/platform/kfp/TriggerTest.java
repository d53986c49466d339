package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.platform.problem.PlatformException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T07:08:09Z");

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *,0 3 * * *",
        "0 0 3 * * *,0 3 * * *",
        "0 0 9 ? * 2-6,0 9 * * 2-6",
        "*/5 * * * *,*/5 * * * *",
    })
    void fiveFieldsMeanWhatTheyMeanEverywhereAndSixBeginWithTheSecond(String told, String cron) {
        assertThat(Trigger.fiveFields(told)).isEqualTo(cron);
    }

    @Test
    void secondsAreRefused() {
        assertThatThrownBy(() -> Trigger.fiveFields("*/5 * * * * *"))
                .isInstanceOf(PlatformException.NotSupported.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60|* * * * *",
                "300|3,8,13,18,23,28,33,38,43,48,53,58 * * * *",
                "900|8,23,38,53 * * * *",
                "3600|8 * * * *",
                "7200|8 1,3,5,7,9,11,13,15,17,19,21,23 * * *",
                "43200|8 7,19 * * *",
                "86400|8 7 * * *",
                "604800|8 7 * * 3",
            })
    void aPeriodCountsFromNowOn(long seconds, String cron) {
        assertThat(Trigger.every(seconds, WEDNESDAY)).isEqualTo(cron);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 90, 420, 5_400, 18_000, 100_000, 172_800})
    void aPeriodThatIsNotTheSameEveryDayIsRefused(long seconds) {
        assertThatThrownBy(() -> Trigger.every(seconds, WEDNESDAY)).isInstanceOf(PlatformException.NotSupported.class);
    }
}
