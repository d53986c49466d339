package dev.freihafen.platform.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes everything off a request that says who somebody is: our tokens, our sessions, and identity headers of any kind, so
 * that neither leaks to nor deceives what lies behind the proxy. Pure.
 */
final class InboundHeaders {
    private static final Set<String> NAMES = Set.of(
            "authorization",
            "proxy-authorization",
            "forwarded",
            "x-real-ip",
            "x-user",
            "x-user-id",
            "x-userid",
            "x-email",
            "x-access-token",
            "x-id-token",
            "x-api-key",
            "remote-user",
            "remote-groups",
            "remote-name",
            "remote-email",
            "x-client-cert");
    private static final List<String> PREFIXES = List.of(
            "x-forwarded-",
            "x-remote-",
            "x-auth-",
            "x-webauth-",
            "x-goog-",
            "x-ms-",
            "x-amzn-",
            "kubeflow-",
            "x-kubeflow-",
            "impersonate-",
            "x-freihafen-");
    /** Quarkus names its session and login cookies so. */
    private static final String SESSION_COOKIE = "q_";

    private InboundHeaders() {}

    /** Removes them in place. */
    static void strip(MultiMap headers) {
        for (String name : new ArrayList<>(headers.names())) {
            if (names(name.toLowerCase(Locale.ROOT))) {
                headers.remove(name);
            }
        }
        List<String> cookies = headers.getAll("Cookie");
        if (!cookies.isEmpty()) {
            String kept = cookies.stream()
                    .flatMap(header -> Arrays.stream(header.split(";")))
                    .map(String::trim)
                    .filter(cookie -> !cookie.isEmpty() && !cookie.startsWith(SESSION_COOKIE))
                    .collect(Collectors.joining("; "));
            headers.remove("Cookie");
            if (!kept.isEmpty()) {
                headers.set("Cookie", kept);
            }
        }
    }

    private static boolean names(String name) {
        return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
