package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An error in the server's dialect: HTTP status, gRPC code, a message with all causes, and the innermost one as detail. */
final class KfpError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final int code;
    private final @Nullable String detail;

    private KfpError(int status, int code, String message, @Nullable String detail) {
        super(message);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    static KfpError invalid(String message, String detail) {
        return new KfpError(400, 3, message, detail);
    }

    /** The gateway itself could not read the request: no details. */
    static KfpError unreadable(String message) {
        return new KfpError(400, 3, message, null);
    }

    static KfpError unauthenticated(String message, String detail) {
        return new KfpError(401, 16, message, detail);
    }

    static KfpError forbidden(String message, String detail) {
        return new KfpError(403, 7, message, detail);
    }

    static KfpError notFound(String message, String detail) {
        return new KfpError(404, 5, message, detail);
    }

    static KfpError exists(String message, String detail) {
        return new KfpError(409, 6, message, detail);
    }

    static KfpError aborted(String message, String detail) {
        return new KfpError(409, 10, message, detail);
    }

    static KfpError internal(String message) {
        return new KfpError(500, 13, message, "Internal Server Error");
    }

    static KfpError noSuchPath() {
        return new KfpError(404, 5, "Not Found", null);
    }

    static KfpError noSuchMethod() {
        return new KfpError(501, 12, "Method Not Allowed", null);
    }

    int status() {
        return status;
    }

    JsonNode body() {
        ObjectNode body = JSON.createObjectNode().put("code", code).put("message", getMessage());
        if (detail != null) {
            body.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.Status")
                    .put("code", code)
                    .put("message", detail);
        }
        return body;
    }
}
