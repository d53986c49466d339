package dev.freihafen.platform.identity;

import java.time.Instant;

/** Is told of every token of the identity provider that was taken; it must not block, nor fail. */
public interface LoginWitness {
    /**
     * Somebody came with a good token.
     *
     * @param issuedAt when the provider said who this is and in which groups
     */
    void saw(Caller caller, Instant issuedAt);
}
