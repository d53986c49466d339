package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.operator.kfp.Notes.Submission;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");

    @Test
    void theyComeBackFromTheStatus() {
        Notes notes = new Notes(
                new Submission(3, NOW, 2, "unknown template format", false), NOW.plusSeconds(1), NOW.plusSeconds(2));
        assertThat(Notes.of(notes.conditions())).isEqualTo(notes);
        Notes known = new Notes(new Submission(1, NOW, 0, "", true), null, null);
        assertThat(Notes.of(known.conditions())).isEqualTo(known);
    }

    @Test
    void thoseOfAnEarlierAttemptNoLongerHold() {
        Notes notes = new Notes(new Submission(1, NOW, 0, "", true), NOW, null);
        assertThat(notes.ofAttempt(1)).isEqualTo(notes);
        assertThat(notes.ofAttempt(2)).isEqualTo(Notes.NONE);
    }
}
