package dev.freihafen.platform.identity;

/** A role that is not bound to one team; it comes from groups of the identity provider that the configuration names. */
public enum PlatformRole {
    /** Runs the platform: teams, clusters, hardware classes. */
    PlatformAdmin,
    /** Prices, closes, corrections, everybody's costs. */
    Finance,
    /** Reads everything but logs. */
    Auditor
}
