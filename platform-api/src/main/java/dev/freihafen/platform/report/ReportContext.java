package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.Kind;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Map;

/**
 * What a report needs to know besides the statement.
 *
 * @param team the one team that the statement is of; empty for all of it
 * @param teams names and cost centres by team; the entry of the empty name is for what no team carries
 * @param lastMonth total of the month before, in minor units; without an entry it is not known
 * @param forecast what an open month will come to at its end, otherwise what the next month will, in minor units;
 *     without an entry there is none
 * @param accounts accounts of the journal; a kind without an entry books on an account by its own name
 * @param documentSha256 hash of the closed document; empty while the month is not closed
 */
public record ReportContext(
        String team,
        MonthState state,
        Map<String, TeamInfo> teams,
        Map<Currency, BigInteger> lastMonth,
        Map<Currency, BigInteger> forecast,
        Map<Kind, String> accounts,
        String documentSha256) {

    public ReportContext {
        teams = Map.copyOf(teams);
        lastMonth = Map.copyOf(lastMonth);
        forecast = Map.copyOf(forecast);
        accounts = Map.copyOf(accounts);
    }

    /** A team's display name; what no team carries is central. */
    String nameOf(String name) {
        TeamInfo info = teams.get(name);
        if (info != null && !info.displayName().isBlank()) {
            return info.displayName();
        }
        return name.isEmpty() ? "Central" : name;
    }

    String costCentreOf(String name) {
        TeamInfo info = teams.get(name);
        return info == null ? "" : info.costCentre();
    }

    String accountOf(Kind kind) {
        return accounts.getOrDefault(kind, kind.text());
    }
}
