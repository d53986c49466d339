package dev.freihafen.cost.sample;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The random choices of one object; they depend on the seed, the kind of object and its number alone. */
final class Draw {

    private final SplittableRandom random;

    Draw(long seed, String kind, long number) {
        random = new SplittableRandom((seed * 31 + kind.hashCode()) * 0x9E3779B97F4A7C15L + number);
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Small values often, large ones rarely: the smaller of two draws. */
    int skewed(int least, int most) {
        return Math.min(between(least, most), between(least, most));
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A random UUID (version 4). */
    String uid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Five letters and digits, as at the end of a pod's name. */
    String suffix() {
        String letters = "bcdfghjklmnpqrstvwxz2456789";
        StringBuilder suffix = new StringBuilder(5);
        for (int place = 0; place < 5; place++) {
            suffix.append(letters.charAt(random.nextInt(letters.length())));
        }
        return suffix.toString();
    }
}
