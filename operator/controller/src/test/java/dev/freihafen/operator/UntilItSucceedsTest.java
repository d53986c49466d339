package dev.freihafen.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UntilItSucceedsTest {
    /** An outage of two and a half hours. */
    private static final int TRIES = 300;

    @Test
    void thePausesGrowToHalfAMinuteAndNeverEnd() {
        List<Optional<Long>> milliseconds = pauses(new UntilItSucceeds());
        assertThat(milliseconds.subList(0, 4))
                .containsExactly(Optional.of(200L), Optional.of(200L), Optional.of(300L), Optional.of(450L));
        assertThat(milliseconds.subList(14, TRIES)).containsOnly(Optional.of(30_000L));
    }

    @Test
    void theNextFailureStartsAnew() {
        UntilItSucceeds retry = new UntilItSucceeds();
        pauses(retry);
        assertThat(retry.initExecution().nextDelay()).contains(200L);
    }

    private static List<Optional<Long>> pauses(UntilItSucceeds retry) {
        RetryExecution execution = retry.initExecution();
        return Stream.generate(execution::nextDelay).limit(TRIES).toList();
    }
}
