package dev.freihafen.platform.identity;

/** The answer of the access table. */
public enum Decision {
    /** Granted on everything the operation names. */
    Allowed,
    /** Granted on what the caller created. */
    AllowedOnOwn,
    /** Refused; the caller may know that the thing is there. */
    Denied,
    /** Refused, and the caller may not know whether it is there. */
    Hidden
}
