package dev.freihafen.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Writes problems on routes that are not REST: the proxy, login, and what the HTTP server itself refuses. */
@Singleton
public final class ProblemWriter {
    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /** Ends the response with the problem that the exception stands for. */
    public void write(RoutingContext context, PlatformException failure) {
        write(context, Problem.of(failure, context.normalizedPath()));
    }

    /** Ends the response with a problem of this kind and its usual detail. */
    public void write(RoutingContext context, ProblemType type) {
        write(context, Problem.of(type, Details.of(type), context.normalizedPath(), List.of()));
    }

    /** Ends the response with a problem of this kind and a detail of its own. */
    public void write(RoutingContext context, ProblemType type, String detail) {
        write(context, Problem.of(type, detail, context.normalizedPath(), List.of()));
    }

    private void write(RoutingContext context, Problem problem) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        boolean kfp = KfpDialect.isSpokenAt(problem.instance());
        int status = kfp ? KfpDialect.status(problem) : problem.status();
        if (status == Problem.COME_BACK) {
            context.response().putHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", kfp ? KfpDialect.MEDIA_TYPE : Problem.MEDIA_TYPE)
                .end(body(kfp ? KfpDialect.body(problem) : problem));
    }

    private String body(Object problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem cannot be written", impossible);
        }
    }
}
