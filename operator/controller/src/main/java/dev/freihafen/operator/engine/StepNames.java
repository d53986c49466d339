package dev.freihafen.operator.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that follow from run, step and attempt alone, so that making a pod twice makes one. */
public final class StepNames {
    private static final int DIGITS = 12;

    private StepNames() {}

    /** Name of the pod of a step's attempt, at most 63 characters. */
    static String pod(String run, String path, int attempt) {
        return "run-" + run.substring(0, 8) + "-" + hash(run + "/" + path) + "-" + attempt;
    }

    /** Name of the run's volume. */
    public static String volume(String run) {
        return "run-" + run;
    }

    /** The path as a label value. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
