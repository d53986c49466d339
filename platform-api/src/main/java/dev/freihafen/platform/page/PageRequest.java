package dev.freihafen.platform.page;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.Unstorable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param size most items, 1 to 200
 * @param token where the page before ended; null for the first
 */
public record PageRequest(int size, @Nullable String token) {
    private static final int DEFAULT_SIZE = 50;
    private static final int LARGEST_SIZE = 200;

    public PageRequest {
        if (size < 1 || size > LARGEST_SIZE) {
            throw new PlatformException.ValidationFailed(
                    "Ask for 1 to " + LARGEST_SIZE + " items a page.",
                    List.of(new FieldError("pageSize", "must be 1 to " + LARGEST_SIZE)));
        }
    }

    /**
     * From the query parameters {@code pageSize} and {@code pageToken}, both of which may be absent.
     *
     * @throws PlatformException.ValidationFailed when the size is out of range
     */
    public static PageRequest of(@Nullable Integer pageSize, @Nullable String pageToken) {
        return new PageRequest(
                pageSize == null ? DEFAULT_SIZE : pageSize,
                pageToken == null || pageToken.isEmpty() ? null : pageToken);
    }

    /**
     * From the query parameters as they came.
     *
     * @throws PlatformException.ValidationFailed when the size is no number or out of range
     */
    public static PageRequest parse(@Nullable String pageSize, @Nullable String pageToken) {
        if (pageSize == null || pageSize.isEmpty()) {
            return of(null, pageToken);
        }
        return of(pageSize.matches("[0-9]{1,6}") ? Integer.valueOf(pageSize) : Integer.valueOf(0), pageToken);
    }

    /**
     * The key after which a keyset page begins.
     *
     * @throws PlatformException.BadRequest when the token is none of ours
     */
    public Optional<String> after() {
        if (token == null) {
            return Optional.empty();
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (!Unstorable.is(key)) {
                return Optional.of(key);
            }
        } catch (IllegalArgumentException foreign) {
            // Not one of ours: refused below.
        }
        throw new PlatformException.BadRequest(
                "The pageToken is not one that this list gave; start again without it.",
                List.of(new FieldError("pageToken", "is not known")));
    }

    /** The token of a keyset page that begins after this key. */
    public static String tokenAfter(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
