package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Relative weights of teams in a policy, such as {@code a=50,b=30}. */
final class TeamWeights {

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,30}(\\.\\d{1,29})?");

    private TeamWeights() {}

    static SortedMap<String, BigDecimal> checked(String column, Map<String, BigDecimal> weights) {
        if (weights.isEmpty()) {
            throw new InvalidFact(column, "names no team; write the team and its weight, such as team-a=50,team-b=30");
        }
        SortedMap<String, BigDecimal> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        weights.forEach((team, weight) -> {
            Fields.dnsLabel(column, team);
            if (Money.plain(column, weight).signum() <= 0) {
                throw new InvalidFact(column, "the weight of " + team + " is not greater than 0; leave the team out");
            }
            sorted.put(team, weight);
        });
        return Collections.unmodifiableSortedMap(sorted);
    }

    static Map<String, BigDecimal> parse(String column, String text) {
        Map<String, BigDecimal> weights = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1 || !DECIMAL.matcher(part.substring(equals + 1)).matches()) {
                throw new InvalidFact(column, Fields.quoted(part) + " is not a team and its weight, such as team-a=50");
            }
            if (weights.put(part.substring(0, equals), new BigDecimal(part.substring(equals + 1))) != null) {
                throw new InvalidFact(column, "names the team " + Fields.quoted(part.substring(0, equals)) + " twice");
            }
        }
        return weights;
    }

    static String text(Map<String, BigDecimal> weights) {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().toPlainString())
                .collect(Collectors.joining(","));
    }
}
