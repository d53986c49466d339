package dev.freihafen.platform.identity;

/** How far a role reaches in one operation. */
public enum Grant {
    /** Not at all. */
    None,
    /** On what the caller created. */
    Own,
    /** On everything of the team, or of the platform where the operation is not a team's. */
    Any
}
