package dev.freihafen.platform.run;

import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in a list of runs: the last one that was shown.
 *
 * @param key of that run in the order of the list, as SQL takes it
 */
record PageToken(Object key, UUID id) {
    /** The key that a page ends with. */
    static String after(RunQuery.Sort sort, Run last) {
        return sort.text() + " " + last.id() + " " + sort.keyOf(last);
    }

    /** The place after which the page begins, empty for the first page. */
    static Optional<PageToken> of(PageRequest request, RunQuery.Sort sort) {
        return request.after().map(key -> parse(key, sort));
    }

    private static PageToken parse(String key, RunQuery.Sort sort) {
        String[] parts = key.split(" ", 3);
        try {
            if (parts.length == 3 && parts[0].equals(sort.text())) {
                return new PageToken(sort.bound(parts[2]), UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not one of ours either: refused below.
        }
        throw new PlatformException.BadRequest(
                "The pageToken is not one that this list gave in this order; start again without it.",
                List.of(new FieldError("pageToken", "is not known")));
    }
}
