package dev.freihafen.platform.schedule;

/** What happens at a time of a schedule while an earlier run of it goes on. */
public enum Concurrency {
    /** A further run starts beside it. */
    Allow,
    /** The time is skipped. */
    Forbid,
    /** The earlier run is canceled and a new one starts. */
    Replace
}
