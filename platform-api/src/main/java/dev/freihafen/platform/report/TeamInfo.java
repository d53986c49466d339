package dev.freihafen.platform.report;

/**
 * What people call a team, and where it books.
 *
 * @param displayName any text; may be empty: the team's name then
 * @param costCentre any text; may be empty
 */
public record TeamInfo(String displayName, String costCentre) {}
