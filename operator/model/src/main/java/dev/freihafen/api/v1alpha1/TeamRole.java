package dev.freihafen.api.v1alpha1;

/** What a member of a team may do, each role more than the one before. */
public enum TeamRole {
    /** Reads the team's work, logs and costs. */
    Viewer,
    /** Also creates, stops and deletes own work. */
    Editor,
    /** Also acts on the work of everybody in the team. */
    Admin
}
