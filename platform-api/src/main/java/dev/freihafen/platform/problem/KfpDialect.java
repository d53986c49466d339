package dev.freihafen.platform.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Problems as clients of Kubeflow Pipelines read them: the code of gRPC, one message, details; uploads have words of
 * their own. Everything under {@code /kfp/} speaks so. Pure.
 */
final class KfpDialect {
    /** The media type of its errors. */
    static final String MEDIA_TYPE = "application/json";

    private static final String ROOT = "/kfp/";
    private static final String UPLOADS = "/pipelines/upload";

    private KfpDialect() {}

    /**
     * An error.
     *
     * @param code of gRPC, see {@code google/rpc/code.proto}
     */
    record Error(int code, String message, List<Detail> details) {}

    /** The same once more, as gRPC gateways do. */
    record Detail(@JsonProperty("@type") String type, int code, String message) {}

    /** An error of an upload, whose handler is another one there. */
    record UploadError(
            @JsonProperty("error_message") String message,
            @JsonProperty("error_details") String details) {}

    /** Whether errors at the path are told in this dialect. */
    static boolean isSpokenAt(String path) {
        return path.startsWith(ROOT) || path.startsWith(ROOT.substring(1));
    }

    /** The HTTP status: what has none in the dialect gets the one that its clients know. */
    static int status(Problem problem) {
        return switch (problem.status()) {
            case 405 -> 501;
            case 406, 415, 422 -> 400;
            case 502 -> 503;
            default -> problem.status();
        };
    }

    /** The body. */
    static Object body(Problem problem) {
        String message = problem.errors() == null
                ? problem.detail()
                : problem.detail() + " "
                        + problem.errors().stream()
                                .map(error -> (error.path() + ": " + error.message()).strip())
                                .collect(Collectors.joining("; "));
        if (problem.instance().contains(UPLOADS)) {
            return new UploadError(problem.detail(), message);
        }
        int code = code(problem);
        return new Error(code, message, List.of(new Detail("type.googleapis.com/google.rpc.Status", code, message)));
    }

    private static int code(Problem problem) {
        if (problem.type().equals(ProblemType.AlreadyThere.uri())) {
            return 6;
        }
        return switch (status(problem)) {
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 5;
            case 409 -> 10;
            case 412 -> 9;
            case 413, 429 -> 8;
            case 501 -> 12;
            case 503 -> 14;
            default -> problem.status() < 500 ? 3 : 13;
        };
    }
}
