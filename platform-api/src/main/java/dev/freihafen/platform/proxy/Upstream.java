package dev.freihafen.platform.proxy;

import dev.freihafen.platform.problem.PlatformException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param host name or address inside the cluster
 * @param port 1 to 65535
 * @param uri path and query to be asked for; null for those of the request
 * @param authorization value of the Authorization header that the workload requires; null for none
 */
record Upstream(
        String host,
        int port,
        @Nullable String uri,
        @Nullable String authorization) {
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]{1,253}):([0-9]{1,5})");

    Upstream {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
    }

    /**
     * From the address in a status, which only the operator writes.
     *
     * @throws PlatformException.NotReady when there is none or it is malformed
     */
    static Upstream at(@Nullable String address, @Nullable String uri, @Nullable String authorization) {
        Matcher parts = ADDRESS.matcher(address == null ? "" : address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) < 1 || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new PlatformException.NotReady("It has no address yet; wait until it is Ready.");
        }
        return new Upstream(parts.group(1), Integer.parseInt(parts.group(2)), uri, authorization);
    }
}
