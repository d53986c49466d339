package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");

    @Test
    void fiveASecondAreHandedOver() {
        Pace pace = new Pace();
        for (int run = 0; run < Pace.EACH_SECOND; run++) {
            assertThat(pace.take(NOW)).isEmpty();
        }
        assertThat(pace.take(NOW)).contains(NOW.plusMillis(200));
        assertThat(pace.take(NOW.plusMillis(200))).isEmpty();
        assertThat(pace.take(NOW.plusMillis(200))).contains(NOW.plusMillis(400));
    }
}
