package dev.freihafen.cost.file;

import java.util.Arrays;

/** The fields of a row as characters, so that nothing need be allocated per field. Used again for the next row. */
public final class TextRow {

    private char[] text = new char[1 << 10];
    private int[] ends = new int[32];
    private int count;

    /** Begins a new row. */
    public void clear() {
        count = 0;
    }

    /** Adds a field. */
    public void add(char[] buffer, int offset, int length) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        int begin = begin(count);
        if (begin + length > text.length) {
            text = Arrays.copyOf(text, 2 * (begin + length));
        }
        System.arraycopy(buffer, offset, text, begin, length);
        ends[count++] = begin + length;
    }

    /** Fields so far. */
    public int count() {
        return count;
    }

    char[] characters() {
        return text;
    }

    int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    boolean isEmpty(int index) {
        return begin(index) == end(index);
    }

    /** A field as text. */
    public String field(int index) {
        return new String(text, begin(index), end(index) - begin(index));
    }
}
