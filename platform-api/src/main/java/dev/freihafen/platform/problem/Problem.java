package dev.freihafen.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error answer, {@code application/problem+json} of RFC 9457.
 *
 * @param type kind of the problem
 * @param title the kind in words
 * @param status HTTP status
 * @param detail what happened here and what to do next
 * @param instance path of the request
 * @param errors single faults, absent when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        @Nullable List<FieldError> errors) {
    /** The status of what will be there again: such answers carry Retry-After. */
    static final int COME_BACK = 503;

    static final String RETRY_AFTER_SECONDS = "5";

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = errors == null || errors.isEmpty() ? null : List.copyOf(errors);
    }

    /** The problem of this kind at this path. */
    public static Problem of(ProblemType type, String detail, String instance, List<FieldError> errors) {
        return new Problem(type.uri(), type.title(), type.status(), detail, instance, errors);
    }

    /** The problem that an exception stands for. */
    public static Problem of(PlatformException failure, String instance) {
        return of(failure.type(), failure.detail(), instance, failure.errors());
    }
}
