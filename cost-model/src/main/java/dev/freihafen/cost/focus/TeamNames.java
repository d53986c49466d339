package dev.freihafen.cost.focus;

/**
 * What people call a team.
 *
 * @param displayName may be empty: the team's name then
 * @param costCentre may be empty
 */
public record TeamNames(String displayName, String costCentre) {}
