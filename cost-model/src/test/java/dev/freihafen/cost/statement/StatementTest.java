package dev.freihafen.cost.statement;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;
import static dev.freihafen.cost.statement.Months.EUR;
import static dev.freihafen.cost.statement.Months.HOUR;
import static dev.freihafen.cost.statement.Months.SEPTEMBER;
import static dev.freihafen.cost.statement.Months.USD;
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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementTest {

    private static UsageInterval system(String hardwareClass) {
        return hour("platform", hardwareClass, "workloadKind", "System");
    }

    private static UsageInterval egress(String start, String end) {
        return usage("resource", "egress/internet", "quantity", "1073741824", "start", start, "end", end);
    }

    @Test
    void aMonthWithoutAnythingIsAnEmptyStatement() {
        Statement statement = statement(september(rate()), List.of());
        assertThat(statement.lines()).isEmpty();
        assertThat(statement.clusters()).isEmpty();
        assertThat(statement.complete()).isTrue();
    }

    @Test
    void withoutNodesAndPoolThereIsNeitherIdleNorResidual() {
        Statement statement = statement(september(price("a", "10")), List.of(hour("a", "a"), system("a")));
        assertThat(lines(statement)).containsExactly("a Shared 10.00", "a Usage 10.00");
        assertThat(statement.clusters().getFirst().poolMinorUnits()).isNull();
        assertThat(statement.clusters().getFirst().total()).isEqualTo(2000);
    }

    @Test
    void withAPoolButNoNodesIdleIsWhatIsLeft() {
        Terms terms = september(price("a", "10")).withPools(List.of(pool("25.50"), pool("4.50")));
        assertThat(lines(statement(terms, List.of(hour("a", "a"), system("a")))))
                .containsExactly("- Idle 10.00", "- Residual 0.00", "a Shared 10.00", "a Usage 10.00");
    }

    @Test
    void whatIsUsedBeyondThePoolIsANegativeResidual() {
        Terms terms = september(price("a", "10")).withPools(List.of(pool("7")));
        Statement statement = statement(terms, List.of(hour("a", "a")));
        assertThat(lines(statement)).containsExactly("- Idle 0.00", "- Residual -3.00", "a Usage 10.00");
        assertThat(statement.clusters().getFirst().residual()).isEqualTo(-300);
    }

    @Test
    void aPoolOfAClusterWithoutUsageIsAllIdle() {
        Terms terms = september(price("a", "10"))
                .withPools(List.of(pool("7")))
                .withPolicy(policy("Owners:a=1,b=3", "ProRata"));
        assertThat(lines(statement(terms, List.of()))).containsExactly("- Residual 0.00", "a Idle 1.75", "b Idle 5.25");
    }

    @Test
    void volumesLoadBalancersAndTrafficAreInADerivedPoolAndNeverIdle() {
        Terms terms = september(
                price("node", "100"),
                rate("id", "lb", "resource", "loadbalancer", "price", "2"),
                rate("id", "out", "resource", "egress/internet", "unit", "GiB", "price", "3"));
        Statement statement = statement(
                terms,
                List.of(
                        node("node", "1000"),
                        usage("objectUid", "lb", "resource", "loadbalancer", "end", HOUR),
                        egress("2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z")));
        assertThat(statement.clusters().getFirst().poolMinorUnits()).isEqualTo(10_500);
        assertThat(lines(statement))
                .containsExactly("- Idle 100.00", "- Residual 0.00", "fraud Usage 3.00", "fraud Usage 2.00");
    }

    @Test
    void systemUsageAppearsOnlyAsSharedWhateverItsTeam() {
        Terms terms = september(price("a", "30"), price("b", "10")).withPolicy(policy("Central", "ProRata"));
        Statement statement = statement(terms, List.of(hour("a", "a"), hour("b", "b"), system("b")));
        assertThat(lines(statement))
                .containsExactly("a Shared 7.50", "a Usage 30.00", "b Shared 2.50", "b Usage 10.00");
        assertThat(statement.lines().getFirst().resource()).isEmpty();
        assertThat(statement.lines().getFirst().quantity()).isNull();
    }

    @Test
    void weightsReachTeamsWithoutUsage() {
        Terms terms = september(price("a", "10")).withPolicy(policy("Central", "Weights:a=1,z=1.5"));
        assertThat(lines(statement(terms, List.of(hour("a", "a"), system("a")))))
                .containsExactly("a Shared 4.00", "a Usage 10.00", "z Shared 6.00");
    }

    @Test
    void whatReachesNobodyStaysCentral() {
        Terms terms = september(price("node", "10")).withPolicy(policy("ProRata", "Even"));
        Statement statement = statement(terms, List.of(node("node", "2000"), system("node")));
        assertThat(lines(statement)).containsExactly("- Idle 10.00", "- Residual 0.00", "- Shared 10.00");
        assertThat(statement.lines().getFirst().note()).isEqualTo("policy ProRata reaches nobody");
        assertThat(statement.clusters().getFirst().idleCentral()).isEqualTo(1000);
        assertThat(statement.clusters().getFirst().sharedCentral()).isEqualTo(1000);
    }

    @Test
    void evenReachesATeamWhoseUsageIsFreeAndProRataDoesNot() {
        Terms terms = september(
                price("a", "10"), rate("id", "free", "hardwareClass", "free", "price", "0", "source", "free"));
        List<UsageInterval> usage = List.of(hour("a", "a"), hour("b", "free"), system("a"));
        assertThat(lines(statement(terms.withPolicy(policy("Central", "Even")), usage)))
                .containsExactly("a Shared 5.00", "a Usage 10.00", "b Shared 5.00", "b Usage 0.00");
        assertThat(lines(statement(terms, usage))).containsExactly("a Shared 10.00", "a Usage 10.00", "b Usage 0.00");
    }

    @Test
    void eachClusterHasItsOwnPolicy() {
        Terms terms = september(price("a", "10"));
        Terms mixed = new Terms(
                SEPTEMBER,
                terms.card(),
                List.of(),
                ExchangeRates.NONE,
                null,
                Map.of("other", policy("Central", "Central")),
                Policy.DEFAULT);
        Statement statement = statement(
                mixed,
                List.of(
                        hour("a", "a"),
                        system("a"),
                        hour("a", "a", "cluster", "other"),
                        hour("p", "a", "cluster", "other", "workloadKind", "System")));
        assertThat(statement.lines())
                .extracting(line ->
                        line.cluster() + " " + line.team() + " " + line.kind().text())
                .containsExactly("local a Shared", "local a Usage", "other  Shared", "other a Usage");
    }

    @Test
    void usageOfNoTeamIsUnallocatedLineByLine() {
        Statement statement = statement(
                september(price("a", "0.005")), List.of(hour("", "a", "step", "s1"), hour("", "a", "step", "s2")));
        assertThat(lines(statement)).containsExactly("- Unallocated 0.01", "- Unallocated 0.00");
        assertThat(statement.clusters().getFirst().unallocated()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutAPriceMakesADraftWithoutIdleSharedAndResidual() {
        Terms terms = september(price("a", "10")).withPools(List.of(pool("100")));
        Statement draft = statement(terms, List.of(node("", "2000"), hour("a", "a"), system("a")));
        assertThat(lines(draft)).containsExactly("a Usage 10.00");
        assertThat(draft.complete()).isFalse();
        assertThat(draft.clusters().getFirst().poolMinorUnits()).isNull();
        assertThat(draft.warnings())
                .extracting(Warning::text)
                .containsExactly(
                        "2 unit-hours that nodes offer of accelerator/A100 (OnDemand) in cluster local have no rate"
                                + " between 2026-09-01T00:00:00Z and 2026-10-01T00:00:00Z; add one to a rate card",
                        "not everything in cluster local has a rate, so its idle and shared cost are not known yet;"
                                + " add the missing rates",
                        "nodes in cluster local have no class, so only rates for every class price their"
                                + " accelerator/A100; label them freihafen.dev/node-class");
    }

    @Test
    void onlyThePartWithoutARateIsUnpriced() {
        Statement draft = statement(
                september(rate("hardwareClass", "a", "validUntil", "2026-09-01T00:30:00Z")),
                List.of(hour("a", "a"), system("b")));
        assertThat(lines(draft)).containsExactly("- Unpriced null", "a Unpriced null", "a Usage 0.50");
        assertThat(draft.lines().get(1).note())
                .isEqualTo("no rate between 2026-09-01T00:30:00Z and 2026-10-01T00:00:00Z");
        assertThat(draft.lines().get(1).quantity()).isEqualTo("0.500000");
    }

    @Test
    void aDraftInOneClusterLeavesTheOthersWhole() {
        Statement statement = statement(
                september(price("a", "10")),
                List.of(
                        hour("a", "a"),
                        system("a"),
                        hour("a", "b", "cluster", "other"),
                        hour("p", "a", "cluster", "other", "workloadKind", "System")));
        assertThat(lines(statement)).containsExactly("a Shared 10.00", "a Usage 10.00", "a Unpriced null");
        assertThat(statement.complete()).isFalse();
    }

    @Test
    void aClusterOfWhichNothingHasAPriceHasNoTotal() {
        Statement statement = statement(september(price("a", "10")), List.of(hour("a", "b")));
        assertThat(lines(statement)).containsExactly("a Unpriced null");
        assertThat(statement.clusters()).isEmpty();
    }

    @Test
    void trafficIsPaidWholeInTheMonthOfItsStart() {
        Terms terms = september(rate("resource", "egress/internet", "unit", "GiB", "price", "1"));
        Statement statement = statement(
                terms,
                List.of(
                        egress("2026-09-30T23:59:59Z", "2026-10-02T00:00:00Z"),
                        egress("2026-09-02T00:00:00Z", "2026-09-02T00:00:00Z"),
                        egress("2026-08-31T23:59:59Z", "2026-09-02T00:00:00Z")));
        assertThat(lines(statement)).containsExactly("fraud Usage 2.00");
        assertThat(statement.lines().getFirst().quantity()).isEqualTo("2.000000");
        assertThat(statement.lines().getFirst().unit()).isEqualTo("GiB");
    }

    @Test
    void segmentsWithoutLengthOrQuantityGiveNoLineAndALineOfZeroStays() {
        Statement statement = statement(
                september(price("a", "0.001")),
                List.of(
                        hour("none", "a", "quantity", "0"),
                        usage("team", "short", "hardwareClass", "a", "end", "2026-09-01T00:00:00Z"),
                        hour("small", "a")));
        assertThat(lines(statement)).containsExactly("small Usage 0.00");
    }

    @Test
    void yenHaveNoMinorUnitBelowTheYenAndDinarsHaveThree() {
        assertThat(lines(statement(september(rate("price", "10.5", "currency", "JPY")), List.of(hour("a", "x")))))
                .containsExactly("a Usage 11");
        assertThat(lines(statement(september(rate("price", "10.5", "currency", "BHD")), List.of(hour("a", "x")))))
                .containsExactly("a Usage 10.500");
    }

    @Test
    void tiesGoToTheSmallerKeyByItsUtf8Bytes() {
        // U+FB01 comes before U+1F600 in UTF-8, and after it in UTF-16.
        Statement statement = statement(
                september(price("a", "0.005")),
                List.of(hour("a", "a", "step", "\uD83D\uDE00"), hour("a", "a", "step", "\uFB01")));
        assertThat(statement.lines())
                .extracting(line -> line.step() + line.amount())
                .containsExactly("\uFB010.01", "\uD83D\uDE000.00");
    }

    @Test
    void tiesOfLinesOfOneKeyGoByTheRowOfTheRateNotByItsName() {
        Statement statement = statement(
                september(
                        rate("id", "z", "price", "0.005", "validUntil", "2026-09-02T00:00:00Z"),
                        rate("id", "a", "price", "0.005", "validFrom", "2026-09-02T00:00:00Z")),
                List.of(usage("start", "2026-09-01T23:00:00Z", "end", "2026-09-02T01:00:00Z")));
        assertThat(statement.lines())
                .extracting(line -> line.rateId() + " " + line.amount())
                .containsExactly("z 0.01", "a 0.00");
    }

    @Test
    void podsOfOneWorkloadMergeIntoOneLine() {
        Statement statement =
                statement(september(price("a", "1")), List.of(hour("a", "a"), hour("a", "a", "node", "node-2")));
        assertThat(lines(statement)).containsExactly("a Usage 2.00");
    }

    @Test
    void slicesThatNodesOfferCountAsTheirShareOfTheDevice() {
        Terms terms = september(rate("resource", "accelerator/A100", "price", "70"));
        Statement statement = statement(
                terms,
                List.of(
                        hour(
                                "",
                                "n",
                                "objectKind",
                                "Node",
                                "workloadKind",
                                "System",
                                "resource",
                                "accelerator/A100/1g.5gb",
                                "quantity",
                                "7000"),
                        hour("a", "g", "quantity", "2000")));
        assertThat(lines(statement)).containsExactly("- Idle 0.00", "- Residual 0.00", "a Usage 70.00");
        assertThat(statement.lines().getLast().note())
                .isEqualTo("scaled by 0.5, as more was reserved than the nodes have");
    }

    @Test
    void whatNoNodeOffersIsNotScaled() {
        Terms terms =
                september(price("node", "10"), rate("id", "cpu", "resource", "cpu", "unit", "core-hour", "price", "1"));
        Statement statement =
                statement(terms, List.of(node("node", "1000"), hour("a", "x", "resource", "cpu", "quantity", "9000")));
        assertThat(lines(statement)).containsExactly("- Idle 10.00", "- Residual -9.00", "a Usage 9.00");
    }

    @Test
    void capacityKeepsItsPriceWhereTheSameRatePricesOvercommittedUsage() {
        Terms terms = september(price("x", "8"));
        Statement statement = statement(terms, List.of(node("x", "1000"), hour("a", "x", "quantity", "4000")));
        assertThat(lines(statement)).containsExactly("- Idle 0.00", "- Residual 0.00", "a Usage 8.00");
    }

    @Test
    void twoCurrenciesInOneClusterAreRefused() {
        Terms terms = september(price("a", "1"), rate("id", "b", "hardwareClass", "b", "currency", "USD"));
        assertThatThrownBy(() -> statement(terms, List.of(hour("t", "a"), hour("t", "b"))))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessage("the rates that apply in cluster local are in EUR and USD; price it in one currency");
    }

    @Test
    void aPoolInAnotherCurrencyThanTheRatesIsRefused() {
        Terms terms = september(price("a", "1")).withPools(List.of(new Pool("local", BigDecimal.TEN, USD, "")));
        assertThatThrownBy(() -> statement(terms, List.of(hour("t", "a"))))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessage("the rates that apply and the pools in cluster local are in EUR and USD;"
                        + " price it in one currency");
    }

    @Test
    void aMissingExchangeRateIsNamed() {
        Terms terms = september(price("a", "1")).in(USD, ExchangeRates.NONE);
        assertThatThrownBy(() -> statement(terms, List.of(hour("t", "a"))))
                .isInstanceOf(MixedCurrencies.class)
                .hasMessage("amounts in cluster local are in EUR and are asked for in USD; enter the exchange rate of"
                        + " 2026-09 with base USD and quote EUR");
    }

    @Test
    void aPoolIsExchangedToo() {
        ExchangeRates rates =
                new ExchangeRates(List.of(new ExchangeRate(SEPTEMBER.month(), EUR, USD, new BigDecimal("1.25"))));
        Terms terms = september(price("a", "1"))
                .withPools(List.of(new Pool("local", BigDecimal.TEN, USD, "")))
                .in(EUR, rates);
        assertThat(lines(statement(terms, List.of(hour("t", "a")))))
                .containsExactly("- Idle 7.00", "- Residual 0.00", "t Usage 1.00");
    }

    @Test
    void aTeamsStatementHasItsLinesAsTheWholeRoundedThem() {
        Statement whole =
                statement(september(price("a", "0.005")), List.of(hour("a", "a"), hour("b", "a"), hour("b", "none")));
        Statement own = whole.ofTeam("a");
        assertThat(lines(own)).containsExactly("a Usage 0.01");
        assertThat(own.clusters().getFirst().total()).isEqualTo(BigInteger.ONE);
        assertThat(own.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.DRAFT);
        assertThat(lines(whole.ofTeam("b"))).containsExactly("b Usage 0.00", "b Unpriced null");
        assertThat(whole.ofTeam("c").clusters()).isEmpty();
    }

    @Test
    void usageOfAnotherMonthOrRateCardIsRefused() {
        Terms terms = september(rate());
        Terms others = Terms.of(SEPTEMBER, RateCard.of(List.of(rate())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Statement.of(sums(terms, List.of()), others, List.of()))
                .withMessage("the usage was summed for another month or rate card than the terms'");
    }
}
