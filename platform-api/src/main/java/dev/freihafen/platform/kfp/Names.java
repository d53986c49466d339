package dev.freihafen.platform.kfp;

import dev.freihafen.platform.problem.PlatformException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names that people give to pipelines and versions in clients of KFP, and names that stand in the platform's paths and
 * resources. Where a name is no such name, it becomes one with a part of its digest, so that two never meet. Pure.
 */
final class Names {
    private static final int LONGEST_GIVEN = 128;
    private static final Pattern PIPELINE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,126}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,62})");
    private static final int LONGEST_SCHEDULE = 63;
    private static final int DIGEST = 8;
    private static final int SHORTENED = 48;

    private Names() {}

    /** Whether it can be given at all. */
    static boolean isGood(String given) {
        return !given.isBlank()
                && given.length() <= LONGEST_GIVEN
                && given.chars().noneMatch(Character::isISOControl);
    }

    /**
     * The name that a body gives to what it makes.
     *
     * @throws PlatformException.BadRequest without one that can be given
     */
    static String display(Fields body) {
        String given = body.required("display_name");
        if (!isGood(given)) {
            throw new PlatformException.BadRequest(
                    "display_name must be 1 to 128 characters without control characters.");
        }
        return given;
    }

    /** The refusal of a name that another of its kind has. */
    static PlatformException.AlreadyThere alreadyThere(String given) {
        return new PlatformException.AlreadyThere("The name " + given + " already exists. Please specify a new name.");
    }

    /** The name of a pipeline here. */
    static String ofPipeline(String given) {
        return PIPELINE.matcher(given).matches() ? given : plain(given);
    }

    /** The name of a version here. */
    static String ofVersion(String given) {
        return VERSION.matcher(given).matches() ? given : plain(given);
    }

    /** Another name of a version here, for one whose name is used up. */
    static String ofVersion(String name, String digest) {
        return plain(name + " " + digest);
    }

    /** The name of a schedule here. */
    static String ofSchedule(String given) {
        return given.length() <= LONGEST_SCHEDULE && PIPELINE.matcher(given).matches() ? given : plain(given);
    }

    private static String plain(String given) {
        String words = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String start = words.substring(0, Math.min(words.length(), SHORTENED)).replaceAll("^-+|-+$", "");
        return (start.isEmpty() ? "" : start + "-") + digest(given);
    }

    private static String digest(String given) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(given.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
