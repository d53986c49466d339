package dev.freihafen.cost.statement;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Map;

/** Who carries the usage of the platform itself. Where it reaches nobody, the cost stays central. */
public sealed interface SharedPolicy {

    /** The column of policies in files. */
    String COLUMN = "shared";

    /** As it is written, such as {@code ProRata} or {@code Weights:team-a=50,team-b=30}. */
    String text();

    /** Nobody's: one line without a team. */
    record Central() implements SharedPolicy {
        @Override
        public String text() {
            return "Central";
        }
    }

    /** The same for each team with usage in the cluster. */
    record Even() implements SharedPolicy {
        @Override
        public String text() {
            return "Even";
        }
    }

    /** By what each team's own usage in the cluster costs, volumes included. */
    record ProRata() implements SharedPolicy {
        @Override
        public String text() {
            return "ProRata";
        }
    }

    /**
     * By agreed weights: also reaches teams without usage.
     *
     * @param weights relative, each greater than zero, by team
     */
    record Weights(Map<String, BigDecimal> weights) implements SharedPolicy {
        /** @throws InvalidFact if there is no team, or a weight is not greater than zero */
        public Weights {
            weights = TeamWeights.checked(COLUMN, weights);
        }

        @Override
        public String text() {
            return "Weights:" + TeamWeights.text(weights);
        }
    }

    /**
     * Reads a policy as {@link #text} writes it.
     *
     * @throws InvalidFact in {@link #COLUMN}
     */
    static SharedPolicy parse(String text) {
        if (text.startsWith("Weights:")) {
            return new Weights(TeamWeights.parse(COLUMN, text.substring("Weights:".length())));
        }
        return switch (text) {
            case "Central" -> new Central();
            case "Even" -> new Even();
            case "ProRata" -> new ProRata();
            default ->
                throw new InvalidFact(
                        COLUMN,
                        Fields.quoted(text) + " is not one of Central, Even, ProRata, Weights:team-a=50,team-b=30");
        };
    }
}
