package dev.freihafen.platform.run;

import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A place in the list of runs: the last one that was shown. */
record PageToken(Instant createdAt, UUID id) {
    /** The key that a page ends with. */
    String key() {
        return createdAt + " " + id;
    }

    /** The place after which the page begins, empty for the first page. */
    static Optional<PageToken> of(PageRequest request) {
        return request.after().map(PageToken::parse);
    }

    private static PageToken parse(String key) {
        String[] parts = key.split(" ", -1);
        try {
            if (parts.length == 2) {
                return new PageToken(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Not one of ours either: refused below.
        }
        throw new PlatformException.BadRequest(
                "The pageToken is not one that this list gave; start again without it.",
                List.of(new FieldError("pageToken", "is not known")));
    }
}
