package dev.freihafen.platform.idempotency;

/** What a request with an Idempotency-Key is. */
public sealed interface Claim {
    /** The first with this key: go on and create. */
    record Fresh() implements Claim {}

    /** The same request again: answer with the thing that the first one made. */
    record Replay(String resource) implements Claim {}

    /** The same request again, of which nobody knows whether it made the thing: go on and create, or find it. */
    record Begun(String resource) implements Claim {}

    /** The key was used for another request: refuse it. */
    record Reused() implements Claim {}
}
