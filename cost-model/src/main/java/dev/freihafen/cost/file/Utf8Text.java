package dev.freihafen.cost.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 text in which what is not allowed stays visible in its place, so that the faults of a file can be told in reading
 * order: a byte that is not UTF-8, and a carriage return that no line feed follows, become a lone low surrogate
 * ({@code U+DC00} + byte), which UTF-8 cannot contain. CRLF becomes LF. A byte order mark at the beginning is skipped.
 */
final class Utf8Text extends Reader {

    private static final int SIZE = 1 << 14;
    private static final char FIRST_MARK = '\uDC00';
    private static final char LAST_MARK = '\uDCFF';
    private static final char LONE_RETURN = FIRST_MARK + '\r';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).flip();
    private final CharBuffer decoded = CharBuffer.allocate(SIZE).flip();
    private boolean atStart = true;
    private boolean noMoreBytes;
    private boolean ended;
    private boolean pendingReturn;
    private long quotes;

    Utf8Text(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int place = offset;
        int end = offset + length;
        while (place == offset && length > 0) {
            if (!decoded.hasRemaining() && !decode()) {
                if (pendingReturn) {
                    pendingReturn = false;
                    target[place] = LONE_RETURN;
                    return 1;
                }
                ended = true;
                return -1;
            }
            place = copy(target, place, end);
        }
        return place - offset;
    }

    private int copy(char[] target, int from, int end) {
        char[] source = decoded.array();
        int next = decoded.position();
        int limit = decoded.limit();
        int place = from;
        while (next < limit && place < end) {
            char character = source[next];
            if (pendingReturn) {
                pendingReturn = false;
                if (character != '\n') {
                    target[place++] = LONE_RETURN;
                    continue;
                }
            }
            next++;
            if (character == '\r') {
                pendingReturn = true;
                continue;
            }
            if (character == '"') {
                quotes++;
            }
            target[place++] = character;
        }
        decoded.position(next);
        return place;
    }

    /** Decodes at least one character; false at the end. */
    private boolean decode() throws IOException {
        decoded.clear();
        while (decoded.position() == 0) {
            CoderResult result = decoder.decode(bytes, decoded, noMoreBytes);
            if (result.isError()) {
                decoded.put((char) (FIRST_MARK + (bytes.get() & 0xFF)));
            } else if (result.isUnderflow() && decoded.position() == 0) {
                if (noMoreBytes) {
                    decoded.flip();
                    return false;
                }
                fill();
            }
        }
        decoded.flip();
        if (atStart) {
            atStart = false;
            if (decoded.get(0) == BYTE_ORDER_MARK) {
                decoded.position(1);
                return decoded.hasRemaining() || decode();
            }
        }
        return true;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            noMoreBytes = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    /** Whether the end was reached with a quote that nothing closes. */
    boolean endsInsideQuotes() {
        return ended && quotes % 2 == 1;
    }

    /** Whether a character stands for something that is not allowed. */
    static boolean isMark(char[] text, int begin, int index) {
        char character = text[index];
        return character >= FIRST_MARK
                && character <= LAST_MARK
                && (index == begin || !Character.isHighSurrogate(text[index - 1]));
    }

    /** What a mark stands for, as a reason. */
    static String reason(char mark) {
        return mark == LONE_RETURN
                ? "has a carriage return without a line feed; lines end with LF or CRLF"
                : "is not UTF-8 (byte 0x%02X); save the file as UTF-8".formatted(mark - FIRST_MARK);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
