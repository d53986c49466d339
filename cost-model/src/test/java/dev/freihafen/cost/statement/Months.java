package dev.freihafen.cost.statement;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

/** September 2026 in cluster {@code local}, as the tests of statements have it. */
final class Months {

    static final Currency EUR = Currency.getInstance("EUR");
    static final Currency USD = Currency.getInstance("USD");
    static final Month SEPTEMBER = Month.parse("2026-09", ZoneOffset.UTC);
    static final Month AUGUST = Month.parse("2026-08", ZoneOffset.UTC);
    static final String END = "2026-10-01T00:00:00Z";
    static final String HOUR = "2026-09-01T01:00:00Z";

    private Months() {}

    static Statement statement(Terms terms, List<UsageInterval> usage) {
        return Statement.of(sums(terms, usage), terms, List.of());
    }

    static UsageSums sums(Terms terms, List<UsageInterval> usage) {
        UsageSums sums = new UsageSums(terms.month(), terms.card());
        usage.forEach(sums::add);
        return sums;
    }

    static Terms september(Rate... rates) {
        return Terms.of(SEPTEMBER, RateCard.of(List.of(rates)));
    }

    static Policy policy(String idle, String shared) {
        return new Policy(IdlePolicy.parse(idle), SharedPolicy.parse(shared));
    }

    static Pool pool(String amount) {
        return new Pool("local", new BigDecimal(amount), EUR, "invoice");
    }

    /** A team's use of one accelerator for an hour; the hardware class finds its rate. */
    static UsageInterval hour(String team, String hardwareClass, String... more) {
        List<String> pairs = new ArrayList<>(List.of("team", team, "hardwareClass", hardwareClass, "end", HOUR));
        pairs.addAll(List.of("objectUid", team + "-" + hardwareClass + Arrays.toString(more)));
        pairs.addAll(List.of(more));
        return usage(pairs.toArray(String[]::new));
    }

    /** A node with accelerators for an hour, in thousandths. */
    static UsageInterval node(String nodeClass, String quantity) {
        return hour(
                "",
                nodeClass,
                "objectKind",
                "Node",
                "workloadKind",
                "System",
                "workloadName",
                "",
                "step",
                "",
                "quantity",
                quantity);
    }

    /** What an accelerator-hour of a hardware class costs; the class is the rate's id too. */
    static Rate price(String hardwareClass, String price) {
        return rate("id", hardwareClass, "hardwareClass", hardwareClass, "price", price);
    }

    /** Lines as {@code team kind amount}, in their order. */
    static List<String> lines(Statement statement) {
        return statement.lines().stream()
                .map(line -> (line.team().isEmpty() ? "-" : line.team()) + " "
                        + line.kind().text() + " " + line.amount())
                .toList();
    }

    /** Amounts of all lines, in their order. */
    static List<String> amounts(Statement statement) {
        return statement.lines().stream()
                .map(line -> String.valueOf(line.amount()))
                .toList();
    }
}
