package dev.freihafen.cost.statement;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Map;

/** Who carries the capacity that nobody reserved. Where it reaches nobody, the cost stays central. */
public sealed interface IdlePolicy {

    /** The column of policies in files. */
    String COLUMN = "idle";

    /** As it is written, such as {@code ProRata} or {@code Owners:team-a=50,team-b=30}. */
    String text();

    /** Nobody's: one line without a team. */
    record Central() implements IdlePolicy {
        @Override
        public String text() {
            return "Central";
        }
    }

    /** The same for each team with usage in the cluster. */
    record Even() implements IdlePolicy {
        @Override
        public String text() {
            return "Even";
        }
    }

    /** By what each team's own usage in the cluster costs, volumes included. */
    record ProRata() implements IdlePolicy {
        @Override
        public String text() {
            return "ProRata";
        }
    }

    /**
     * By who owns the cluster: also reaches teams without usage.
     *
     * @param weights relative, each greater than zero, by team
     */
    record Owners(Map<String, BigDecimal> weights) implements IdlePolicy {
        /** @throws InvalidFact if there is no team, or a weight is not greater than zero */
        public Owners {
            weights = TeamWeights.checked(COLUMN, weights);
        }

        @Override
        public String text() {
            return "Owners:" + TeamWeights.text(weights);
        }
    }

    /**
     * Reads a policy as {@link #text} writes it.
     *
     * @throws InvalidFact in {@link #COLUMN}
     */
    static IdlePolicy parse(String text) {
        if (text.startsWith("Owners:")) {
            return new Owners(TeamWeights.parse(COLUMN, text.substring("Owners:".length())));
        }
        return switch (text) {
            case "Central" -> new Central();
            case "Even" -> new Even();
            case "ProRata" -> new ProRata();
            default ->
                throw new InvalidFact(
                        COLUMN,
                        Fields.quoted(text) + " is not one of Central, Even, ProRata, Owners:team-a=50,team-b=30");
        };
    }
}
