package dev.freihafen.platform.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A create that carries an Idempotency-Key. Keys of different callers, teams and operations never meet.
 *
 * @param caller subject of the token
 * @param team name and uid of the team
 * @param operation what is created, such as {@code runs}
 * @param key the header's value, 1 to 255 printable ASCII characters
 * @param digest digest of the request's body, see {@link #digest}
 */
public record IdempotentRequest(String caller, String team, String operation, String key, String digest) {
    public IdempotentRequest {
        if (key.isEmpty() || key.length() > 255 || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "Idempotency-Key must be 1 to 255 printable ASCII characters without spaces");
        }
    }

    /** What stands for this request and no other: SHA-256 of all of it, hex. */
    public String mark() {
        return digest(String.join("\n", caller, team, operation, key, digest));
    }

    /** SHA-256 of a body, hex. */
    public static String digest(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
