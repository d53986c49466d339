package dev.freihafen.platform.problem;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Gives the errors that never reach a REST method the same form: too large bodies, unknown paths, refused access. */
@Singleton
final class ProblemRoutes {
    private static final Logger LOG = Logger.getLogger(ProblemRoutes.class);
    private static final int BEFORE_ALL = -10_000;
    private static final int AFTER_ALL = 2_000_000;

    private final ProblemWriter writer;
    private final long largestBody;

    ProblemRoutes(
            ProblemWriter writer,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size")
                    io.quarkus.runtime.configuration.MemorySize largestBody) {
        this.writer = writer;
        this.largestBody = largestBody.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_ALL).handler(this::refuseTooLarge);
        router.route().order(AFTER_ALL).handler(context -> writer.write(context, ProblemType.NotFound));
        router.route().order(AFTER_ALL).failureHandler(this::fail);
    }

    private void refuseTooLarge(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length != null && isAbove(length, largestBody)) {
            context.response().putHeader("Connection", "close");
            writer.write(context, ProblemType.PayloadTooLarge);
        } else {
            context.next();
        }
    }

    private static boolean isAbove(String length, long limit) {
        return !length.matches("[0-9]{1,18}") || Long.parseLong(length) > limit;
    }

    private void fail(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof PlatformException platform) {
            writer.write(context, platform);
            return;
        }
        if (isLogin(failure)) {
            context.next();
            return;
        }
        ProblemType type = typeOf(context, failure);
        if (type == ProblemType.Internal) {
            LOG.errorf(failure, "%s failed", context.normalizedPath());
        }
        writer.write(context, type);
    }

    /** Challenges and redirects of the login are answered by Quarkus, which comes after. */
    private static boolean isLogin(Throwable failure) {
        return failure instanceof AuthenticationFailedException
                || failure instanceof AuthenticationCompletionException
                || failure instanceof AuthenticationRedirectException;
    }

    private static ProblemType typeOf(RoutingContext context, Throwable failure) {
        if (failure instanceof ForbiddenException) {
            return ProblemType.Forbidden;
        }
        if (failure != null && DatabaseOutage.causes(failure)) {
            return ProblemType.DatabaseUnavailable;
        }
        if (failure instanceof UnauthorizedException) {
            return ProblemType.Unauthenticated;
        }
        return ProblemType.ofStatus(context.statusCode() < 400 ? 500 : context.statusCode());
    }
}
