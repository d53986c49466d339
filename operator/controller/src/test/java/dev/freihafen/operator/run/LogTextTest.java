package dev.freihafen.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void aStepWithoutOutputHasOneEmptyPiece() throws IOException {
        assertThat(read("")).isEqualTo(new LogText(List.of(""), false, null));
    }

    @Test
    void theLastLineOfTheWrapperIsNoPartOfTheLog() throws IOException {
        LogText log = read("trained\nfreihafen-outputs: {\"v\":1}\n");

        assertThat(log.pieces()).containsExactly("trained");
        assertThat(log.outputs()).isEqualTo("{\"v\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "freihafen-outputs: {}\n",
                "a\nfreihafen-outputs: {}\nmore\n",
                "a\nfreihafen-outputs: {}",
                "a freihafen-outputs: {}\n"
            })
    void aLineInTheMiddleIsTheStepsOwn(String text) throws IOException {
        assertThat(read(text)).isEqualTo(new LogText(List.of(text), false, null));
    }

    @Test
    void charactersThatNoDatabaseKeepsAreReplaced() throws IOException {
        assertThat(read("a\0b").pieces()).containsExactly("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u20ac", "\ud83d\ude80"})
    void piecesAreAtMost256KibibytesAndSplitNoCharacter(String character) throws IOException {
        String text = character.repeat(300_000);

        LogText log = read(text);

        assertThat(String.join("", log.pieces())).isEqualTo(text);
        assertThat(log.truncated()).isFalse();
        assertThat(log.pieces()).allSatisfy(piece -> {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isLessThanOrEqualTo(256 << 10);
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .as("no half character")
                    .isEqualTo(piece);
        });
    }

    @Test
    void ofALongLogHeadAndTailAreKept() throws IOException {
        String text = "h".repeat(MEBIBYTE) + "m".repeat(9 * MEBIBYTE) + "t".repeat(3 * MEBIBYTE);

        LogText log = read(text);
        String kept = String.join("", log.pieces());

        assertThat(log.truncated()).isTrue();
        String line = "\n[... left out: the log is longer than 4 MiB ...]\n";
        assertThat(kept.equals("h".repeat(MEBIBYTE) + line + "t".repeat(3 * MEBIBYTE - line.length())))
                .isTrue();
        assertThat(bytes(log)).isEqualTo(4 * MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "\u20ac", "\ud83d\ude80"})
    void boundsAreInBytesWhateverTheCharacters(String character) throws IOException {
        LogText log = read(character.repeat(3 * MEBIBYTE));

        assertThat(log.truncated()).isTrue();
        assertThat(bytes(log)).isBetween(4 * MEBIBYTE - 4, 4 * MEBIBYTE);
        assertThat(log.pieces().getFirst()).startsWith(character);
        assertThat(log.pieces().getLast()).endsWith(character);
        assertThat(String.join("", log.pieces())).doesNotContain("\uFFFD");
    }

    @Test
    void aLogThatJustFitsIsWhole() throws IOException {
        String text = "x".repeat(4 * MEBIBYTE);

        assertThat(read(text).truncated()).isFalse();
        assertThat(String.join("", read(text).pieces())).isEqualTo(text);
    }

    private static int bytes(LogText log) {
        return log.pieces().stream()
                .mapToInt(piece -> piece.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static LogText read(String text) throws IOException {
        return LogText.read(new StringReader(text));
    }
}
