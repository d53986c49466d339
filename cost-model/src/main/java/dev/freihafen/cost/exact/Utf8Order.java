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
            if (left.charAt(index) != right.charAt(index)) {
                return Integer.compare(codePoint(left, index), codePoint(right, index));
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
