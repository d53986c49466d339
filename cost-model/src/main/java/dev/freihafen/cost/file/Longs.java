package dev.freihafen.cost.file;

import java.util.ArrayList;
import java.util.List;

/** A growing list of longs that is never copied. */
final class Longs {

    private static final int BITS = 15;
    private static final int SIZE = 1 << BITS;

    private final List<long[]> parts = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    long get(int index) {
        return parts.get(index >> BITS)[index & (SIZE - 1)];
    }

    void set(int index, long value) {
        parts.get(index >> BITS)[index & (SIZE - 1)] = value;
    }

    void add(long value) {
        if (size == parts.size() << BITS) {
            parts.add(new long[SIZE]);
        }
        size++;
        set(size - 1, value);
    }
}
