package dev.freihafen.platform.run;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said about a request for a run without looking anywhere else. */
final class RunChecks {
    private static final Pattern DEADLINE = Pattern.compile("(?=.)([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,6}s)?");
    private static final int LONGEST_NAME = 100;

    private RunChecks() {}

    static void require(RunRequest request) {
        List<FieldError> errors = errors(request);
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed("Correct what errors lists and submit it again.", errors);
        }
    }

    static List<FieldError> errors(RunRequest request) {
        var errors = new ArrayList<FieldError>();
        if (request.ir() == null) {
            requirePipeline(request, errors);
        } else if (request.pipeline() != null || request.version() != null) {
            errors.add(new FieldError("ir", "give either ir, or pipeline and version, not both"));
        }
        check(errors, "name", nameFault(request.name()));
        check(errors, "deadline", deadlineFault(request.deadline()));
        return errors;
    }

    private static void requirePipeline(RunRequest request, List<FieldError> errors) {
        if (request.pipeline() == null && request.version() == null) {
            errors.add(new FieldError("ir", "give pipeline and version, or the compiled pipeline as ir"));
        } else if (request.pipeline() == null) {
            errors.add(new FieldError("pipeline", "is missing; a version is of a pipeline"));
        } else if (request.version() == null) {
            errors.add(new FieldError("version", "is missing; say which version of the pipeline to run"));
        }
    }

    private static @Nullable String nameFault(@Nullable String name) {
        boolean bad = name != null
                && (name.isBlank()
                        || name.length() > LONGEST_NAME
                        || name.chars().anyMatch(Character::isISOControl));
        return bad ? "must be 1 to " + LONGEST_NAME + " characters without control characters" : null;
    }

    private static @Nullable String deadlineFault(@Nullable String deadline) {
        return deadline != null && !DEADLINE.matcher(deadline).matches()
                ? "must be a duration such as 90m, 2h or 1h30m"
                : null;
    }

    private static void check(List<FieldError> errors, String path, @Nullable String fault) {
        if (fault != null) {
            errors.add(new FieldError(path, fault));
        }
    }
}
