package dev.freihafen.platform.identity;

/** Knows bearer tokens that the identity provider did not give. */
public interface BearerAuthority {
    /** Whether a token is for this authority to judge; by its looks alone, nothing is read for it. */
    boolean judges(String token);

    /**
     * Whom a token stands for; may block.
     *
     * @throws io.quarkus.security.AuthenticationFailedException with a sentence for its bearer when the token is not good
     */
    Caller authenticate(String token);
}
