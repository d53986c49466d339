package dev.freihafen.cost.rate;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of a device that a slice is: its compute slices ({@code g}) out of the device's maximum. Source: NVIDIA's
 * MIG profiles (seven compute slices on A100, H100, H200 and B200, four on A30).
 */
public final class Slices {

    private static final Map<String, Integer> MOST_SLICES =
            Map.of("A100", 7, "H100", 7, "H200", 7, "B200", 7, "A30", 4);
    private static final Pattern PROFILE = Pattern.compile("([1-9])g([.-].*)?");

    private Slices() {}

    /** 1 for a whole device; empty for an unknown model or slice, and for more than the whole device. */
    public static Optional<Fraction> share(Accelerator slice) {
        if (!slice.isSlice()) {
            return Optional.of(Fraction.ONE);
        }
        Integer most = MOST_SLICES.get(slice.model());
        Matcher profile = PROFILE.matcher(slice.slice());
        if (most == null || !profile.matches()) {
            return Optional.empty();
        }
        int slices = Integer.parseInt(profile.group(1));
        return slices > most ? Optional.empty() : Optional.of(Fraction.of(slices, most));
    }
}
