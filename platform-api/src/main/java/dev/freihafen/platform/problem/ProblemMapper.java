package dev.freihafen.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where exceptions of REST calls become problems. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response platform(PlatformException failure, UriInfo uri) {
        return answer(Problem.of(failure, uri.getPath()));
    }

    @ServerExceptionMapper(ConstraintViolationException.class)
    Response validation(ConstraintViolationException failure, UriInfo uri) {
        List<FieldError> errors = failure.getConstraintViolations().stream()
                .map(violation -> new FieldError(fieldPath(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::path).thenComparing(FieldError::message))
                .toList();
        String fields = errors.stream().map(FieldError::path).distinct().collect(Collectors.joining(", "));
        return answer(Problem.of(
                ProblemType.ValidationFailed, "Correct " + fields + " and send it again.", uri.getPath(), errors));
    }

    /** Takes the place of the framework's own mapper, which would name Java classes. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException failure, UriInfo uri) {
        return answer(unreadable(failure, uri.getPath()));
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure, UriInfo uri) {
        return answer(unreadable(failure, uri.getPath()));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure, UriInfo uri) {
        String path = uri.getPath();
        if (failure.getCause() instanceof JsonProcessingException json) {
            return answer(unreadable(json, path));
        }
        if (failure.getCause() instanceof PlatformException platform) {
            return answer(Problem.of(platform, path));
        }
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        ProblemType type = ProblemType.ofStatus(status);
        if (type == ProblemType.Internal) {
            LOG.errorf(failure, "%s failed", path);
        }
        Response.ResponseBuilder answer =
                Response.fromResponse(answer(Problem.of(type, Details.of(type), path, List.of())));
        if (failure instanceof NotAllowedException) {
            answer.header("Allow", failure.getResponse().getHeaderString("Allow"));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response unexpected(Exception failure, UriInfo uri) {
        if (DatabaseOutage.causes(failure)) {
            LOG.warnf("%s: PostgreSQL cannot be reached: %s", uri.getPath(), failure.getMessage());
            ProblemType type = ProblemType.DatabaseUnavailable;
            return answer(Problem.of(type, Details.of(type), uri.getPath(), List.of()));
        }
        Optional<String> refusal = Unstorable.refusal(failure);
        if (refusal.isPresent()) {
            return answer(Problem.of(ProblemType.BadRequest, refusal.get(), uri.getPath(), List.of()));
        }
        LOG.errorf(failure, "%s failed", uri.getPath());
        return answer(Problem.of(ProblemType.Internal, Details.of(ProblemType.Internal), uri.getPath(), List.of()));
    }

    private static Response answer(Problem problem) {
        boolean kfp = KfpDialect.isSpokenAt(problem.instance());
        int status = kfp ? KfpDialect.status(problem) : problem.status();
        Response.ResponseBuilder answer = kfp
                ? Response.status(status).type(KfpDialect.MEDIA_TYPE).entity(KfpDialect.body(problem))
                : Response.status(status).type(Problem.MEDIA_TYPE).entity(problem);
        if (status == Problem.COME_BACK) {
            answer.header("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    private static Problem unreadable(JsonProcessingException failure, String path) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
            return Problem.of(
                    ProblemType.BadRequest,
                    "The field " + unknown.getPropertyName() + " is not known here.",
                    path,
                    List.of(new FieldError(jsonPath(unknown), "is not known; known are " + known)));
        }
        if (failure instanceof JsonMappingException mapping
                && !jsonPath(mapping).isEmpty()) {
            return Problem.of(
                    ProblemType.BadRequest,
                    "A field of the body has a value of the wrong kind.",
                    path,
                    List.of(new FieldError(jsonPath(mapping), "cannot be read as what is expected here")));
        }
        String where = failure.getLocation() == null
                ? ""
                : " Look at line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr() + ".";
        return Problem.of(ProblemType.BadRequest, "The body is not the JSON expected here." + where, path, List.of());
    }

    private static String jsonPath(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /** Without the names of the Java method and of the parameter that holds the body. */
    private static String fieldPath(ConstraintViolation<?> violation) {
        List<String> nodes = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .map(Object::toString)
                .toList();
        return String.join(".", nodes.size() > 2 ? nodes.subList(2, nodes.size()) : nodes.subList(1, nodes.size()));
    }
}
