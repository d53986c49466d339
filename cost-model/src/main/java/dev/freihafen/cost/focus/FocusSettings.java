package dev.freihafen.cost.focus;

import java.util.Map;

/**
 * What the export needs to know besides the statement.
 *
 * @param issuer who bills, such as the company's platform department
 * @param billingAccountId whom is billed, unique for the issuer
 * @param billingAccountName may be empty
 * @param rateCardVersion version of the rate card, part of the id of each price; may be empty
 * @param teams names and cost centres by team; a team without an entry goes by its name
 */
public record FocusSettings(
        FocusVersion version,
        FocusMode mode,
        String issuer,
        String billingAccountId,
        String billingAccountName,
        String rateCardVersion,
        Map<String, TeamNames> teams) {

    /** @throws IllegalArgumentException if issuer or billing account id is empty */
    public FocusSettings {
        if (issuer.isBlank() || billingAccountId.isBlank()) {
            throw new IllegalArgumentException("a FOCUS export names an issuer and a billing account");
        }
        teams = Map.copyOf(teams);
    }

    String displayName(String team) {
        TeamNames names = teams.get(team);
        return names == null || names.displayName().isEmpty() ? team : names.displayName();
    }

    String costCentre(String team) {
        TeamNames names = teams.get(team);
        return names == null ? "" : names.costCentre();
    }
}
