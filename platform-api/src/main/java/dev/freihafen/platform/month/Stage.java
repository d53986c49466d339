package dev.freihafen.platform.month;

/** How far a month has come. */
public enum Stage {
    /** Facts come in, finance enters pools and policies. */
    OPEN,
    /** Teams look at the draft and may dispute it. */
    REVIEW,
    /** Frozen in a document; what changes later is corrected in the next open month. */
    CLOSED
}
