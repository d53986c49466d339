package dev.freihafen.cost.price;

/** What a published price is for, where it is one of the units that rates know. */
public enum Measure {
    /** A machine, core, device or load balancer for an hour. */
    HOUR,
    GIB_HOUR,
    GIB_MONTH,
    /** Traffic. */
    GIB,
    /** Anything else, such as a request, a user, or a reservation's whole term. */
    OTHER
}
