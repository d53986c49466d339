package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepLogsTest {
    @Test
    void piecesUpToTheLastAreTheWholeLog() {
        assertThat(StepLogs.join(List.of(new StepLogs.Chunk(0, false, "a"), new StepLogs.Chunk(1, true, "b"))))
                .isEqualTo(new StepLogs.Kept("ab", true));
    }

    @Test
    void aLogWithAGapIsNotWhole() {
        assertThat(StepLogs.join(List.of(new StepLogs.Chunk(0, false, "a"), new StepLogs.Chunk(2, true, "c")))
                        .whole())
                .isFalse();
    }

    @Test
    void aLogWithoutItsLastPieceIsNotWhole() {
        assertThat(StepLogs.join(List.of(new StepLogs.Chunk(0, false, "a"))).whole())
                .isFalse();
    }

    @Test
    void noPieceIsNotAnEmptyLog() {
        assertThat(StepLogs.join(List.of())).isEqualTo(new StepLogs.Kept("", false));
    }
}
