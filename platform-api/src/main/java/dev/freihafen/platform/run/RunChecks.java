package dev.freihafen.platform.run;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.Unstorable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said about a request for a run without looking anywhere else. */
final class RunChecks {
    private static final Pattern DEADLINE = Pattern.compile("(?=.)([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,6}s)?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-._/A-Za-z0-9]{0,61}[A-Za-z0-9])?");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,4})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int LONGEST_NAME = 255;
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_LABEL = 255;

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
        check(errors, "priority", priorityFault(request.priority()));
        Unstorable.in(request.parameters())
                .ifPresent(path -> errors.add(new FieldError(
                        "parameters" + path.replace('/', '.'),
                        "holds " + Unstorable.WHAT + ", which no step can be given; take it out")));
        labels(request.labels(), errors);
        maxCost(request.maxCost(), errors);
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
                        || Unstorable.is(name)
                        || name.chars().anyMatch(Character::isISOControl));
        return bad ? "must be 1 to " + LONGEST_NAME + " characters without control characters" : null;
    }

    private static @Nullable String deadlineFault(@Nullable String deadline) {
        return deadline != null && !DEADLINE.matcher(deadline).matches()
                ? "must be a duration such as 90m, 2h or 1h30m"
                : null;
    }

    private static @Nullable String priorityFault(@Nullable Integer priority) {
        return priority != null && Math.abs((long) priority) > 100 ? "must be -100 to 100" : null;
    }

    private static void labels(@Nullable Map<String, @Nullable String> labels, List<FieldError> errors) {
        if (labels == null) {
            return;
        }
        if (labels.size() > MOST_LABELS) {
            errors.add(new FieldError(
                    "labels", "has " + labels.size() + " labels, at most " + MOST_LABELS + " are taken"));
            return;
        }
        labels.forEach((key, value) -> {
            if (!LABEL.matcher(key).matches()) {
                errors.add(
                        new FieldError(
                                "labels",
                                "a key must be 1 to 63 letters, digits, '.', '_', '/' and '-', a letter or digit at both ends"));
            }
            if (value == null
                    || value.length() > LONGEST_LABEL
                    || Unstorable.is(value)
                    || value.chars().anyMatch(Character::isISOControl)) {
                errors.add(new FieldError(
                        "labels." + key,
                        "must be text of at most " + LONGEST_LABEL + " characters without control characters"));
            }
        });
    }

    private static void maxCost(@Nullable MaxCost maxCost, List<FieldError> errors) {
        if (maxCost == null) {
            return;
        }
        if (maxCost.amount() == null
                || !AMOUNT.matcher(maxCost.amount()).matches()
                || new BigDecimal(maxCost.amount()).signum() == 0) {
            errors.add(new FieldError(
                    "maxCost.amount",
                    "must be a plain decimal above 0 with at most 4 digits after the point, such as 12.50"));
        }
        if (maxCost.currency() == null || !CURRENCY.matcher(maxCost.currency()).matches()) {
            errors.add(new FieldError("maxCost.currency", "must be a currency of ISO 4217 such as EUR"));
        }
    }

    private static void check(List<FieldError> errors, String path, @Nullable String fault) {
        if (fault != null) {
            errors.add(new FieldError(path, fault));
        }
    }
}
