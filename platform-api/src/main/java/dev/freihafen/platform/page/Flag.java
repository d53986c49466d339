package dev.freihafen.platform.page;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters that are true or false, and nothing else: a mistyped dryRun must not write. */
public final class Flag {
    private Flag() {}

    /**
     * The value; false when absent.
     *
     * @throws PlatformException.BadRequest when it is neither true nor false
     */
    public static boolean parse(String name, @Nullable String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new PlatformException.BadRequest(
                "The parameter " + name + " is true or false.", List.of(new FieldError(name, "must be true or false")));
    }
}
