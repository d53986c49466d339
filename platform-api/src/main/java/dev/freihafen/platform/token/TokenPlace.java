package dev.freihafen.platform.token;

import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A place in a list of tokens, newest first: the last one that was shown. */
record TokenPlace(Instant createdAt, UUID id) {
    /** The key that a page ends with. */
    static String after(MachineToken last) {
        return last.createdAt() + " " + last.id();
    }

    /** The place after which the page begins, empty for the first page. */
    static Optional<TokenPlace> of(PageRequest request) {
        return request.after().map(TokenPlace::parse);
    }

    private static TokenPlace parse(String key) {
        String[] parts = key.split(" ", -1);
        try {
            if (parts.length == 2) {
                return new TokenPlace(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (DateTimeException | IllegalArgumentException foreign) {
            // Not one of ours either: refused below.
        }
        throw new PlatformException.BadRequest(
                "The pageToken is not one that this list gave; start again without it.",
                List.of(new FieldError("pageToken", "is not known")));
    }
}
