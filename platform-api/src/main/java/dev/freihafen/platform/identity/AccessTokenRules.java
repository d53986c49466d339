package dev.freihafen.platform.identity;

import dev.freihafen.platform.wiring.PlatformConfig;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the claims of a verified token: is it an access token for this platform, and of whom? */
final class AccessTokenRules {
    private final PlatformConfig.Identity identity;
    private final PlatformGroups groups;

    AccessTokenRules(PlatformConfig config) {
        this.identity = config.identity();
        this.groups = new PlatformGroups(config);
    }

    /** What the claims say. */
    sealed interface Reading permits Accepted, Refused {}

    /** The token is good, and this one's. */
    record Accepted(Caller caller) implements Reading {}

    /** The token is not for us. */
    record Refused(String reason) implements Reading {}

    Reading read(Map<String, Object> claims) {
        String type = text(claims, "typ");
        String party = text(claims, "azp");
        String subject = text(claims, "sub");
        if (type != null && !type.equals("Bearer")) {
            return new Refused("a token of type " + type + " is no access token");
        }
        if (!strings(claims.get("aud")).contains(identity.audience())) {
            return new Refused("the token is for another audience");
        }
        if (party == null || !identity.clients().contains(party)) {
            return new Refused("the token was given to a client that is not allowed here");
        }
        if (subject == null) {
            return new Refused("the token has no subject");
        }
        Set<String> memberOf = strings(claims.get("groups"));
        String name = text(claims, "preferred_username");
        String cluster = identity.operatorClients().contains(party) ? text(claims, "freihafen_cluster") : null;
        return new Accepted(
                new Caller(subject, name == null ? subject : name, memberOf, groups.rolesOf(memberOf), cluster));
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    private static Set<String> strings(@Nullable Object claim) {
        Set<String> found = new LinkedHashSet<>();
        if (claim instanceof String one) {
            found.add(one);
        } else if (claim instanceof Iterable<?> many) {
            many.forEach(value -> {
                if (value instanceof String text) {
                    found.add(text);
                }
            });
        }
        return found;
    }
}
