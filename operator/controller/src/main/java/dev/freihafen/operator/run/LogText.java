package dev.freihafen.operator.run;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A log within bounds: the first MiB and the last 3 MiB of it, in pieces of at most 256 KiB of UTF-8.
 *
 * @param pieces the pieces in order, at least one
 * @param truncated whether something between head and tail was left out
 */
record LogText(List<String> pieces, boolean truncated) {
    private static final int HEAD = 1 << 20;
    private static final int TAIL = 3 << 20;
    private static final int PIECE = 256 << 10;

    LogText {
        pieces = List.copyOf(pieces);
    }

    /** Reads all of it and keeps what fits; characters that are no text, such as NUL, become U+FFFD. */
    static LogText read(Reader reader) throws IOException {
        StringBuilder head = new StringBuilder();
        StringBuilder tail = new StringBuilder();
        boolean truncated = false;
        char[] buffer = new char[8192];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            int room = Math.min(count, HEAD - head.length());
            head.append(buffer, 0, room);
            tail.append(buffer, room, count - room);
            if (tail.length() > 2 * TAIL) {
                tail.delete(0, tail.length() - TAIL);
                truncated = true;
            }
        }
        if (tail.length() > TAIL) {
            tail.delete(0, tail.length() - TAIL);
            truncated = true;
        }
        String text = truncated
                ? head + "\n[... left out: the log is longer than 4 MiB ...]\n" + tail
                : head.append(tail).toString();
        return new LogText(split(text.replace('\0', '\uFFFD')), truncated);
    }

    private static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            while (text.substring(from, to).getBytes(StandardCharsets.UTF_8).length > PIECE) {
                to = from + (to - from) / 2;
            }
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces.isEmpty() ? List.of("") : pieces;
    }
}
