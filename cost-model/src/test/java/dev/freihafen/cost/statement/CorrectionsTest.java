package dev.freihafen.cost.statement;

import static dev.freihafen.cost.Facts.usage;
import static dev.freihafen.cost.statement.Months.AUGUST;
import static dev.freihafen.cost.statement.Months.SEPTEMBER;
import static dev.freihafen.cost.statement.Months.lines;
import static dev.freihafen.cost.statement.Months.price;
import static dev.freihafen.cost.statement.Months.statement;
import static dev.freihafen.cost.statement.Months.sums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

    private static final RateCard CARD = RateCard.of(List.of(price("a", "1"), price("node", "10")));
    private static final Terms OF_AUGUST = Terms.of(AUGUST, CARD);

    @Test
    void aMonthAsItWasClosedNeedsNoCorrection() {
        List<UsageInterval> usage = List.of(august("a", "2", "Pod", "a"));
        assertThat(corrected(usage, usage).lines()).isEmpty();
    }

    @Test
    void usageThatIsGoneIsReversedOnly() {
        assertThat(lines(corrected(List.of(august("a", "2", "Pod", "a")), List.of())))
                .containsExactly("a Correction -2.00");
    }

    @Test
    void idleAndResidualOfTheClosedMonthAreCorrectedToo() {
        UsageInterval node = august("", "10", "Node", "node");
        Statement statement =
                corrected(List.of(node, august("a", "2", "Pod", "a")), List.of(node, august("a", "4", "Pod", "a")));
        assertThat(lines(statement))
                .containsExactly(
                        "- Correction -98.00", "- Correction 96.00", "a Correction -2.00", "a Correction 4.00");
        assertThat(statement.lines().getFirst().correctedKind()).contains(Kind.IDLE);
        assertThat(statement.clusters().getFirst().corrections()).isZero();
        assertThat(statement.clusters().getFirst().total()).isZero();
    }

    @Test
    void correctionsStandAfterTheMonthsOwnLinesAndOutsideItsPool() {
        Terms terms = Terms.of(SEPTEMBER, CARD);
        ClosedMonth closed = ClosedMonth.of("", OF_AUGUST, List.of());
        closed.today().add(august("a", "2", "Pod", "a"));
        Statement statement = Statement.of(
                sums(terms, List.of(usage("team", "b", "hardwareClass", "a", "end", "2026-09-01T03:00:00Z"))),
                terms,
                List.of(closed));
        assertThat(lines(statement)).containsExactly("b Usage 3.00", "a Correction 2.00");
        assertThat(statement.clusters().getFirst().total()).isEqualTo(300);
        assertThat(statement.clusters().getFirst().corrections()).isEqualTo(200);
        assertThat(statement.ofTeam("a").clusters().getFirst().corrections()).isEqualTo(200);
    }

    @Test
    void aLateRowWithoutARateInTheClosedMonthIsNamedAndItsClusterWaits() {
        Statement statement = corrected(
                List.of(august("a", "2", "Pod", "a")),
                List.of(august("a", "3", "Pod", "a"), august("b", "1", "Pod", "dear")));
        assertThat(lines(statement)).containsExactly("b Unpriced null");
        assertThat(statement.lines().getFirst().note())
                .isEqualTo("belongs to 2026-08: no rate between 2026-08-01T00:00:00Z and 2026-09-01T00:00:00Z");
        assertThat(statement.complete()).isFalse();
        assertThat(statement.warnings().getFirst().text())
                .startsWith("closed month 2026-08: 1 unit-hours of accelerator/A100 of class dear");
    }

    @Test
    void whatTheClosedMonthHasNoRateForTodaysCardPricesAndNothingElse() {
        RateCard today = RateCard.of(List.of(price("a", "7"), price("dear", "5")));
        ClosedMonth closed = ClosedMonth.of(
                "",
                OF_AUGUST,
                statement(OF_AUGUST, List.of(august("a", "2", "Pod", "a"))).lines(),
                today);
        closed.today().add(august("a", "3", "Pod", "a"));
        closed.today().add(august("b", "1", "Pod", "dear"));
        Terms terms = Terms.of(SEPTEMBER, CARD);
        Statement statement = Statement.of(sums(terms, List.of()), terms, List.of(closed));
        assertThat(lines(statement)).containsExactly("a Correction -2.00", "a Correction 3.00", "b Correction 5.00");
        assertThat(statement.complete()).isTrue();
    }

    @Test
    void aClosedMonthIsGivenOnceAndLiesBefore() {
        ClosedMonth august = ClosedMonth.of("", OF_AUGUST, List.of());
        Terms september = Terms.of(SEPTEMBER, CARD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Statement.of(sums(september, List.of()), september, List.of(august, august)))
                .withMessage("the closed month 2026-08 comes twice, or is not before 2026-09; give each earlier month"
                        + " once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Statement.of(sums(OF_AUGUST, List.of()), OF_AUGUST, List.of(august)));
    }

    private static Statement corrected(List<UsageInterval> then, List<UsageInterval> today) {
        ClosedMonth closed =
                ClosedMonth.of("", OF_AUGUST, statement(OF_AUGUST, then).lines());
        today.forEach(closed.today()::add);
        Terms terms = Terms.of(SEPTEMBER, CARD);
        return Statement.of(sums(terms, List.of()), terms, List.of(closed));
    }

    private static UsageInterval august(String team, String hours, String objectKind, String hardwareClass) {
        return usage(
                "team",
                team,
                "objectKind",
                objectKind,
                "objectUid",
                objectKind + team,
                "workloadKind",
                objectKind.equals("Node") ? "System" : "Other",
                "hardwareClass",
                hardwareClass,
                "start",
                "2026-08-01T00:00:00Z",
                "end",
                "2026-08-01T" + (hours.length() == 1 ? "0" : "") + hours + ":00:00Z");
    }
}
