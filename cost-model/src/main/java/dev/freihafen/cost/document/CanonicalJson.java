package dev.freihafen.cost.document;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes JSON in the one form of RFC 8785: no white space, members in the order of their names' UTF-16 units, the
 * shortest escapes, UTF-8. There are no numbers: amounts and quantities are texts, so that no reader makes floating point
 * of them. It refuses members out of order, so what it has written is canonical.
 */
final class CanonicalJson implements Closeable {

    private static final String HEX = "0123456789abcdef";

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 14];
    private final Deque<Level> levels = new ArrayDeque<>();
    private int used;

    CanonicalJson(OutputStream out) {
        this.out = out;
    }

    private static final class Level {
        private final boolean object;
        private boolean begun;
        private String name = "";

        private Level(boolean object) {
            this.object = object;
        }
    }

    CanonicalJson beginObject() {
        return begin(true, '{');
    }

    CanonicalJson endObject() {
        return end(true, '}');
    }

    CanonicalJson beginArray() {
        return begin(false, '[');
    }

    CanonicalJson endArray() {
        return end(false, ']');
    }

    private CanonicalJson begin(boolean object, char bracket) {
        beforeElement();
        put(bracket);
        levels.push(new Level(object));
        return this;
    }

    private CanonicalJson end(boolean object, char bracket) {
        if (levels.pop().object != object) {
            throw new IllegalStateException("an array or object is closed as the other");
        }
        put(bracket);
        return this;
    }

    /** @throws IllegalStateException if a member of this object sorts behind it, or has the same name */
    CanonicalJson name(String name) {
        Level level = levels.getFirst();
        if (level.begun) {
            if (level.name.compareTo(name) >= 0) {
                throw new IllegalStateException("the member " + name + " has to stand before " + level.name);
            }
            put(',');
        }
        level.begun = true;
        level.name = name;
        quote(name);
        put(':');
        return this;
    }

    CanonicalJson text(String text) {
        beforeElement();
        quote(text);
        return this;
    }

    CanonicalJson texts(List<String> texts) {
        beginArray();
        texts.forEach(this::text);
        return endArray();
    }

    CanonicalJson member(String name, String text) {
        return name(name).text(text);
    }

    private void beforeElement() {
        Level level = levels.peek();
        if (level != null && !level.object) {
            if (level.begun) {
                put(',');
            }
            level.begun = true;
        }
    }

    private void quote(String text) {
        put('"');
        for (int place = 0; place < text.length(); place++) {
            char character = text.charAt(place);
            if (character == '"' || character == '\\') {
                put('\\');
                put(character);
            } else if (character < ' ') {
                control(character);
            } else if (character < 0x80) {
                put(character);
            } else {
                int point = text.codePointAt(place);
                if (Character.getType(point) == Character.SURROGATE) {
                    throw new IllegalArgumentException("half a surrogate pair cannot be written as UTF-8");
                }
                for (byte unit : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    put((char) (unit & 0xFF));
                }
                place += Character.charCount(point) - 1;
            }
        }
        put('"');
    }

    private void control(char character) {
        put('\\');
        switch (character) {
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                put('u');
                put('0');
                put('0');
                put(HEX.charAt(character >> 4));
                put(HEX.charAt(character & 0xF));
            }
        }
    }

    private void put(char unit) {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (byte) unit;
    }

    private void drain() {
        try {
            out.write(buffer, 0, used);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        used = 0;
    }

    /** Hands on what was written so far. */
    void flush() {
        drain();
    }

    /** Flushes; the stream stays open. */
    @Override
    public void close() {
        flush();
    }
}
