package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");

    private final Breaker breaker = new Breaker();

    @Test
    void threeSilencesCloseItAndOneAnswerOpensIt() {
        silence(Duration.ZERO);
        silence(Duration.ZERO);
        assertThat(breaker.tryToPass(NOW)).isEmpty();
        silence(Duration.ZERO);
        assertThat(breaker.tryToPass(NOW)).contains(NOW.plusSeconds(5));
        breaker.answered();
        assertThat(breaker.tryToPass(NOW)).isEmpty();
    }

    @Test
    void aServerThatSaysWhenToComeBackIsObeyedAtOnceUpToAMinute() {
        silence(Duration.ofSeconds(7));
        assertThat(breaker.tryToPass(NOW)).contains(NOW.plusSeconds(7));
        silence(Duration.ofHours(1));
        assertThat(breaker.tryToPass(NOW)).contains(NOW.plusSeconds(60));
    }

    @Test
    void oneRequestTriesForAll() {
        silence(Duration.ofSeconds(7));
        assertThat(breaker.tryToPass(NOW.plusSeconds(7))).isEmpty();
        assertThat(breaker.tryToPass(NOW.plusSeconds(7))).isPresent();
    }

    private void silence(Duration retryAfter) {
        breaker.silent(new Answer.Silence("it does not answer", retryAfter), NOW);
    }
}
