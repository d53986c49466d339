package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PollTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");

    @Test
    void theLongerNothingChangesTheLaterItIsAskedAgain() {
        assertThat(Poll.next(Optional.empty(), NOW)).isEqualTo(NOW.plusSeconds(5));
        assertThat(Poll.next(Optional.of(NOW.minusSeconds(10)), NOW)).isEqualTo(NOW.plusSeconds(5));
        assertThat(Poll.next(Optional.of(NOW.minusSeconds(300)), NOW)).isEqualTo(NOW.plusSeconds(30));
        assertThat(Poll.next(Optional.of(NOW.minusSeconds(9000)), NOW)).isEqualTo(NOW.plusSeconds(60));
    }
}
