package dev.freihafen.platform.month;

import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What paths and bodies of months name. */
final class Asked {
    private static final int LONGEST_TEXT = 2000;

    private Asked() {}

    static Month month(String text, ZoneId zone) {
        try {
            return Month.parse(text, zone);
        } catch (InvalidFact bad) {
            throw new PlatformException.ValidationFailed(
                    "The path does not name a month.", List.of(new FieldError("month", bad.reason())));
        }
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException other) {
            throw new PlatformException.NotFound("There is no dispute " + text + ".");
        }
    }

    /** A sentence that must be there. */
    static String text(String field, @Nullable String text) {
        String clean = text == null ? "" : text.strip();
        if (clean.isEmpty() || clean.length() > LONGEST_TEXT || clean.indexOf('\0') >= 0) {
            throw new PlatformException.ValidationFailed(
                    "Say in " + field + " what it is about.",
                    List.of(new FieldError(field, "must be text of 1 to " + LONGEST_TEXT + " characters")));
        }
        return clean;
    }

    static void requireNone(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed("Nothing was changed; correct what errors lists.", errors);
        }
    }

    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new PlatformException.BadRequest("The body is empty; send JSON.");
        }
        return body;
    }
}
