package dev.freihafen.cost.statement;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static dev.freihafen.cost.statement.Months.AUGUST;
import static dev.freihafen.cost.statement.Months.END;
import static dev.freihafen.cost.statement.Months.EUR;
import static dev.freihafen.cost.statement.Months.SEPTEMBER;
import static dev.freihafen.cost.statement.Months.USD;
import static dev.freihafen.cost.statement.Months.amounts;
import static dev.freihafen.cost.statement.Months.hour;
import static dev.freihafen.cost.statement.Months.lines;
import static dev.freihafen.cost.statement.Months.node;
import static dev.freihafen.cost.statement.Months.policy;
import static dev.freihafen.cost.statement.Months.pool;
import static dev.freihafen.cost.statement.Months.price;
import static dev.freihafen.cost.statement.Months.september;
import static dev.freihafen.cost.statement.Months.statement;
import static dev.freihafen.cost.statement.Months.sums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples that the cost model promises of statements, number by number. */
class StatementGoldenCasesTest {

    @Test
    void case1ThreeLinesOfTenPointNoughtNoughtFourSumToTheirRoundedTotal() {
        Statement statement = statement(
                september(price("a", "10.004"), price("b", "10.004"), price("c", "10.004")),
                List.of(hour("team", "a"), hour("team", "b"), hour("team", "c")));
        assertThat(amounts(statement)).containsExactly("10.01", "10.00", "10.00");
    }

    @Test
    void case1ASingleHalfCentIsRoundedUp() {
        assertThat(amounts(statement(september(price("a", "8.125")), List.of(hour("team", "a")))))
                .containsExactly("8.13");
    }

    @Test
    void case3PartHoursBecomeWholeCents() {
        String start = "2026-09-03T10:17:23Z";
        String end = "2026-09-03T13:05:08Z";
        Statement statement = statement(
                september(
                        rate("resource", "cpu", "unit", "core-hour", "price", "0.031611"),
                        rate("id", "r2", "resource", "memory", "unit", "GiB-hour", "price", "0.004237")),
                List.of(
                        usage("resource", "cpu", "quantity", "4000", "start", start, "end", end),
                        usage("resource", "memory", "quantity", "17179869184", "start", start, "end", end)));
        assertThat(statement.lines())
                .extracting(StatementLine::quantity, StatementLine::unit, StatementLine::amount)
                .containsExactly(
                        tuple(new BigDecimal("11.183333"), "core-hour", new BigDecimal("0.35")),
                        tuple(new BigDecimal("44.733333"), "GiB-hour", new BigDecimal("0.19")));
    }

    @Test
    void case4IdleIsSplitProRata() {
        assertThat(lines(nodeOf1000("ProRata")))
                .containsExactly(
                        "- Residual 0.00",
                        "a Idle 339.79",
                        "a Usage 320.00",
                        "b Idle 116.81",
                        "b Usage 110.00",
                        "c Idle 58.40",
                        "c Usage 55.00");
        assertThat(nodeOf1000("ProRata").clusters().getFirst().poolMinorUnits()).isEqualTo(100_000);
    }

    @Test
    void case4IdleIsSplitEvenly() {
        assertThat(lines(nodeOf1000("Even"))).contains("a Idle 171.67", "b Idle 171.67", "c Idle 171.66");
        assertThat(sum(nodeOf1000("Even"))).isEqualTo("1000.00");
    }

    @Test
    void case4IdleIsSplitByOwners() {
        Statement owners = nodeOf1000("Owners:a=50,b=30,c=20");
        assertThat(lines(owners)).contains("a Idle 257.50", "b Idle 154.50", "c Idle 103.00");
        assertThat(sum(owners)).isEqualTo("1000.00");
        assertThat(owners.lines().stream()
                        .filter(line -> line.kind() == Kind.IDLE)
                        .map(StatementLine::note))
                .containsExactly(
                        "policy Owners, weight 50 of 100",
                        "policy Owners, weight 30 of 100",
                        "policy Owners, weight 20 of 100");
    }

    @Test
    void case4IdleStaysCentralByDefault() {
        assertThat(lines(nodeOf1000("Central")))
                .containsExactly(
                        "- Idle 515.00", "- Residual 0.00", "a Usage 320.00", "b Usage 110.00", "c Usage 55.00");
    }

    /** A node of four devices at 250.00; of it 320.00, 110.00 and 55.00 are used at other prices. */
    private static Statement nodeOf1000(String idle) {
        return statement(nodeTerms().withPolicy(policy(idle, "ProRata")), USED_485);
    }

    private static Terms nodeTerms() {
        return september(price("node", "250"), price("a", "320"), price("b", "110"), price("c", "55"));
    }

    private static final List<UsageInterval> USED_485 =
            List.of(node("node", "4000"), hour("a", "a"), hour("b", "b"), hour("c", "c"));

    @Test
    void case5WhatSlicesLeaveOfADeviceIsIdle() {
        Statement statement = statement(
                september(rate("resource", "accelerator/H100", "price", "3.36")),
                List.of(
                        usage(
                                "objectKind", "Node",
                                "workloadKind", "System",
                                "team", "",
                                "objectUid", "node",
                                "resource", "accelerator/H100",
                                "end", "2026-09-02T00:00:00Z"),
                        slice("a", "3g.40gb", "2026-09-01T10:00:00Z"),
                        slice("b", "1g.10gb", "2026-09-02T00:00:00Z")));
        assertThat(lines(statement))
                .containsExactly("- Idle 54.72", "- Residual 0.00", "a Usage 14.40", "b Usage 11.52");
        assertThat(statement.lines().get(2).note()).isEqualTo("paid as 3/7 of accelerator/H100");
        assertThat(statement.clusters().getFirst().poolMinorUnits()).isEqualTo(8064);
    }

    private static UsageInterval slice(String team, String profile, String end) {
        return usage("team", team, "objectUid", team, "resource", "accelerator/H100/" + profile, "end", end);
    }

    @Test
    void case8AClosedMonthIsCorrectedInTheNextAndItsBytesStay() {
        List<Rate> rates = List.of(
                rate("id", "old", "price", "2.50", "validUntil", "2026-09-01T00:00:00Z"),
                rate("id", "new", "price", "2.20", "validFrom", "2026-09-01T00:00:00Z"),
                price("rest", "884.56"));
        RateCard card = RateCard.of(rates);
        Terms august = Terms.of(AUGUST, card);
        UsageInterval rest = usage(
                "team", "rest",
                "hardwareClass", "rest",
                "objectUid", "rest",
                "start", "2026-08-01T00:00:00Z",
                "end", "2026-08-01T01:00:00Z");
        Statement closed = statement(august, List.of(rest, inAugust("digits", "2026-08-06T20:00:00Z")));
        assertThat(sum(closed)).isEqualTo("1234.56");

        ClosedMonth closedMonth = ClosedMonth.of("5f1c", august, closed.lines());
        List.of(rest, inAugust("digits", "2026-08-05T04:00:00Z"), inAugust("late", "2026-08-01T03:12:00Z"))
                .forEach(closedMonth.today()::add);
        Terms september = Terms.of(SEPTEMBER, card);
        Statement statement = Statement.of(sums(september, List.of()), september, List.of(closedMonth));

        assertThat(statement.lines())
                .extracting(StatementLine::amount, StatementLine::kind, StatementLine::rateId, StatementLine::note)
                .containsExactly(
                        tuple(new BigDecimal("-350.00"), Kind.CORRECTION, "old", "corrects 2026-08 Usage: reversal"),
                        tuple(new BigDecimal("250.00"), Kind.CORRECTION, "old", "corrects 2026-08 Usage: new line"),
                        tuple(new BigDecimal("8.00"), Kind.CORRECTION, "old", "corrects 2026-08 Usage: new line"));
        assertThat(sum(statement)).isEqualTo("-92.00");
        assertThat(statement.clusters().getFirst().corrections()).isEqualTo(-9200);
        assertThat(statement.lines().getFirst().correctedMonth()).contains(AUGUST.month());
        assertThat(closedMonth.lines()).isEqualTo(closed.lines());
    }

    private static UsageInterval inAugust(String workload, String end) {
        return usage("objectUid", workload, "workloadName", workload, "start", "2026-08-01T00:00:00Z", "end", end);
    }

    @Test
    void case10ForeignAmountsAreDividedByTheFrozenRateAndRoundedOnce() {
        ExchangeRates rates =
                new ExchangeRates(List.of(new ExchangeRate(SEPTEMBER.month(), EUR, USD, new BigDecimal("1.0847"))));
        Terms terms = september(
                        rate("id", "a", "hardwareClass", "a", "price", "1000.00", "currency", "USD"),
                        rate("id", "b", "hardwareClass", "b", "price", "333.33", "currency", "USD"),
                        rate("id", "c", "hardwareClass", "c", "price", "66.67", "currency", "USD"))
                .in(EUR, rates);
        Statement statement = statement(terms, List.of(hour("t", "a"), hour("t", "b"), hour("t", "c")));
        assertThat(amounts(statement)).containsExactly("921.91", "307.30", "61.47");
        assertThat(statement.clusters().getFirst().total()).isEqualTo(129_068);
        assertThat(statement.lines())
                .allSatisfy(line -> assertThat(line.currency()).isEqualTo(EUR))
                .allSatisfy(line -> assertThat(line.note()).isEqualTo("converted at 1 EUR = 1.0847 USD"));
    }

    @Test
    void case11UsageWithoutAPriceMakesADraft() {
        List<UsageInterval> usage = List.of(
                usage("objectUid", "a", "end", "2026-09-01T10:00:00Z"),
                usage("objectUid", "b", "resource", "accelerator/L4", "end", "2026-09-01T04:00:00Z"));
        Statement draft = statement(september(rate("price", "0.50")), usage);
        assertThat(draft.complete()).isFalse();
        assertThat(draft.lines())
                .extracting(StatementLine::kind, StatementLine::quantity, StatementLine::amount, StatementLine::rateId)
                .containsExactly(
                        tuple(Kind.USAGE, new BigDecimal("10.000000"), new BigDecimal("5.00"), "r1"),
                        tuple(Kind.UNPRICED, new BigDecimal("4.000000"), null, ""));
        Statement complete = statement(
                september(rate("price", "0.50"), rate("id", "r2", "resource", "accelerator/L4", "price", "1.25")),
                usage);
        assertThat(complete.complete()).isTrue();
        assertThat(sum(complete)).isEqualTo("10.00");
    }

    @Test
    void case13CentsAreSplitOverTeamsFirstAndThenOverTheirLines() {
        Statement statement = statement(
                september(price("a", "0.004"), price("b", "0.006")),
                List.of(
                        hour("a", "a", "step", "s1"),
                        hour("a", "a", "step", "s2"),
                        hour("a", "a", "step", "s3"),
                        hour("b", "b", "step", "s1"),
                        hour("b", "b", "step", "s2"),
                        hour("b", "b", "step", "s3")));
        assertThat(amounts(statement)).containsExactly("0.01", "0.00", "0.00", "0.01", "0.01", "0.00");
    }

    @Test
    void case14OvercommittedProcessorsAreScaledDownToWhatThereIs() {
        Statement statement = statement(
                september(rate("resource", "cpu", "unit", "core-hour", "price", "0.05")),
                List.of(
                        cores("node", "Node", "System", "4000"),
                        cores("a", "Pod", "Workspace", "6000"),
                        cores("b", "Pod", "Workspace", "2000")));
        assertThat(lines(statement))
                .containsExactly("- Idle 0.00", "- Residual 0.00", "a Usage 108.00", "b Usage 36.00");
        assertThat(statement.clusters().getFirst().poolMinorUnits()).isEqualTo(14_400);
        assertThat(statement.lines().get(2).note())
                .isEqualTo("scaled by 0.5, as more was reserved than the nodes have");
        assertThat(statement.warnings())
                .extracting(Warning::kind, Warning::text)
                .containsExactly(tuple(
                        Warning.Kind.OVERCOMMITTED,
                        "more cpu was reserved in cluster local than its nodes have; its costs are scaled by 0.5"));
        assertThat(statement.complete()).isTrue();
    }

    private static UsageInterval cores(String name, String objectKind, String workloadKind, String quantity) {
        return usage(
                "objectUid", name,
                "objectKind", objectKind,
                "team", objectKind.equals("Node") ? "" : name,
                "workloadKind", workloadKind,
                "step", "",
                "resource", "cpu",
                "quantity", quantity,
                "end", END);
    }

    @Test
    void case15WhatTheInvoiceSaysBeyondTheRatesIsTheResidual() {
        Statement statement = statement(nodeTerms().withPools(List.of(pool("1050.00"))), USED_485);
        assertThat(lines(statement)).contains("- Idle 515.00", "- Residual 50.00");
        ClusterTotal total = statement.clusters().getFirst();
        assertThat(total.poolMinorUnits()).isEqualTo(105_000);
        assertThat(total.residual()).isEqualTo(5_000);
        assertThat(total.total()).isEqualTo(total.poolMinorUnits());
    }

    private static String sum(Statement statement) {
        BigInteger units = BigInteger.ZERO;
        for (StatementLine line : statement.lines()) {
            units = units.add(line.minorUnits());
        }
        return new BigDecimal(units, 2).toPlainString();
    }
}
