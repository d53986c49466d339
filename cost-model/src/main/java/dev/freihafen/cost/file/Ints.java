package dev.freihafen.cost.file;

import java.util.ArrayList;
import java.util.List;

/** A growing list of ints that is never copied. */
final class Ints {

    private static final int BITS = 15;
    private static final int SIZE = 1 << BITS;

    private final List<int[]> parts = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return parts.get(index >> BITS)[index & (SIZE - 1)];
    }

    void set(int index, int value) {
        parts.get(index >> BITS)[index & (SIZE - 1)] = value;
    }

    void add(int value) {
        if (size == parts.size() << BITS) {
            parts.add(new int[SIZE]);
        }
        size++;
        set(size - 1, value);
    }
}
