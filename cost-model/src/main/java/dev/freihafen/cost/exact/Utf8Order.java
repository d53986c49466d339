package dev.freihafen.cost.exact;

import java.util.Comparator;

/**
 * Orders texts by their UTF-8 bytes, which is the order of their code points. {@link String#compareTo} orders UTF-16
 * units and puts some emoji before some older characters.
 */
public enum Utf8Order implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        int shorter = Math.min(left.length(), right.length());
        for (int index = 0; index < shorter; index++) {
            char one = left.charAt(index);
            char other = right.charAt(index);
            if (one != other) {
                return Character.isSurrogate(one) || Character.isSurrogate(other)
                        ? Integer.compare(codePoint(left, index), codePoint(right, index))
                        : Character.compare(one, other);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** The code point at a place; a place inside a pair stands for the whole pair. */
    private static int codePoint(String text, int index) {
        boolean inside = index > 0
                && Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
        return text.codePointAt(inside ? index - 1 : index);
    }
}
