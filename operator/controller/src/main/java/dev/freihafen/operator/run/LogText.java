package dev.freihafen.operator.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log within bounds: the first MiB and the last 3 MiB of it, in pieces of at most 256 KiB, 4 MiB in all with the line
 * between head and tail. Bytes are those of the text in UTF-8.
 *
 * @param pieces the pieces in order, at least one
 * @param truncated whether something between head and tail was left out
 * @param outputs what the step's wrapper told of its outputs in the last line, which is no part of the pieces; absent when it
 *     did not need to
 */
record LogText(
        List<String> pieces, boolean truncated, @Nullable String outputs) {
    static final int MOST_BYTES = 4 << 20;

    /** Begins the last line of a step whose result does not fit into its pod's termination message. */
    private static final String OUTPUTS = "\nfreihafen-outputs: ";

    private static final String LEFT_OUT = "\n[... left out: the log is longer than 4 MiB ...]\n";
    private static final int HEAD = 1 << 20;
    private static final int PIECE = 256 << 10;
    private static final char REPLACEMENT = '\uFFFD';

    LogText {
        pieces = List.copyOf(pieces);
    }

    /** Reads all of it and keeps what fits; characters that are no text, such as NUL, become U+FFFD. */
    static LogText read(Reader reader) throws IOException {
        Part head = new Part();
        Part tail = new Part();
        boolean isLong = false;
        boolean truncated = false;
        BufferedReader characters = new BufferedReader(reader);
        for (int character = next(characters); character >= 0; character = next(characters)) {
            isLong = isLong || head.bytes + bytes(character) > HEAD;
            (isLong ? tail : head).add(character);
            if (tail.bytes > 2 * MOST_BYTES) {
                tail.keepLast(MOST_BYTES - HEAD);
                truncated = true;
            }
        }
        if (truncated || head.bytes + tail.bytes > MOST_BYTES) {
            tail.keepLast(MOST_BYTES - head.bytes - LEFT_OUT.length());
            truncated = true;
        }
        return of(head.text + (truncated ? LEFT_OUT : "") + tail.text, truncated);
    }

    private static LogText of(String text, boolean truncated) {
        int mark = text.lastIndexOf(OUTPUTS);
        int end = mark < 0 ? -1 : text.indexOf('\n', mark + OUTPUTS.length());
        boolean isLast = mark >= 0 && end == text.length() - 1;
        return isLast
                ? new LogText(split(text.substring(0, mark)), truncated, text.substring(mark + OUTPUTS.length(), end))
                : new LogText(split(text), truncated, null);
    }

    /** The next character, a whole code point, -1 at the end. */
    private static int next(BufferedReader reader) throws IOException {
        int first = reader.read();
        if (first == 0) {
            return REPLACEMENT;
        }
        if (first < 0 || !Character.isSurrogate((char) first)) {
            return first;
        }
        reader.mark(1);
        int second = Character.isHighSurrogate((char) first) ? reader.read() : -1;
        if (second >= 0 && Character.isLowSurrogate((char) second)) {
            return Character.toCodePoint((char) first, (char) second);
        }
        reader.reset();
        return REPLACEMENT;
    }

    private static int bytes(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    private static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int bytes = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int more = bytes(text.codePointAt(at));
            if (bytes + more > PIECE) {
                pieces.add(text.substring(from, at));
                from = at;
                bytes = 0;
            }
            bytes += more;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    /** Text that knows its size. */
    private static final class Part {
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        void add(int character) {
            text.appendCodePoint(character);
            bytes += LogText.bytes(character);
        }

        void keepLast(int most) {
            int from = 0;
            while (bytes > most) {
                int character = text.codePointAt(from);
                from += Character.charCount(character);
                bytes -= LogText.bytes(character);
            }
            text.delete(0, from);
        }
    }
}
