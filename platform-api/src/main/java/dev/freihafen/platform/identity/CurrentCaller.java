package dev.freihafen.platform.identity;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/** Gives the caller of the request at hand. */
@Singleton
public final class CurrentCaller {
    static final String ATTRIBUTE = "freihafen.caller";
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * The caller of this request.
     *
     * @throws UnauthorizedException without one, which becomes a 401
     */
    public Caller get() {
        return of(identity);
    }

    /** The caller that an identity stands for. */
    public static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw new UnauthorizedException("no caller");
        }
        return caller;
    }
}
