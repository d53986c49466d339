package dev.freihafen.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.budget.Budget.OnExceeded;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    private static final Instant ASKED = Instant.parse("2026-09-20T08:00:00Z");
    private static final Fraction PER_HOUR = money("1.75");

    @Test
    void goldenCase9OneAlertWhenTheRunningWorkReachesTheBudget() {
        Budget budget = budget("500", OnExceeded.HOLD, 100);
        Fraction at10 = money("412.30").plus(PER_HOUR.times(Fraction.of(50, 1)));
        Fraction at11 = at10.plus(PER_HOUR);
        Set<Alert> sent = new HashSet<>();

        assertThat(at10).isEqualTo(money("499.80"));
        assertThat(BudgetState.of(budget, at10)).isEqualTo(BudgetState.WITHIN);
        assertThat(Alert.due(budget, at10, sent)).isEmpty();
        assertThat(at11).isEqualTo(money("501.55"));
        assertThat(BudgetState.of(budget, at11)).isEqualTo(BudgetState.EXCEEDED);
        assertThat(Alert.due(budget, at11, sent)).containsExactly(new Alert(Alert.Basis.ACTUAL, 100));
        sent.addAll(Alert.due(budget, at11, sent));
        assertThat(Alert.due(budget, at11.plus(PER_HOUR), sent)).isEmpty();
        // 87.70 are left at 1.75 per hour: 50 hours, 6 minutes and 51.43 seconds.
        assertThat(Crossing.at(money("412.30"), ASKED, PER_HOUR, budget.threshold(100)))
                .contains(Instant.parse("2026-09-22T10:06:52Z"));
    }

    @Test
    void goldenCase9AQuoteThatPassesTheBudgetIsHeld() {
        Fraction quote = money("3.00").times(Fraction.of(40, 1));

        Admission admission = Admission.decide(
                budget("500", OnExceeded.HOLD, 100), new Commitment(money("412.30"), Fraction.ZERO), quote);

        assertThat(admission)
                .isEqualTo(new Admission.Held(
                        money("87.70"),
                        "The month's budget of 500.00 EUR would be passed: spent 412.30, this work 120.00, together"
                                + " 532.30. Finance or an Admin of the team may lift the hold until a date, or raise the"
                                + " budget."));
    }

    @Test
    void workThatFillsTheBudgetExactlyIsAdmittedAndOneCentMoreIsHeld() {
        Budget budget = budget("500", OnExceeded.HOLD);
        Commitment commitment = new Commitment(money("400"), money("50"));

        assertThat(Admission.decide(budget, commitment, money("50"))).isEqualTo(new Admission.Admitted(Fraction.ZERO));
        assertThat(Admission.decide(budget, commitment, money("50.01"))).isInstanceOf(Admission.Held.class);
    }

    @Test
    void aBudgetThatWarnsNeverHolds() {
        assertThat(Admission.decide(
                        budget("500", OnExceeded.WARN), new Commitment(money("600"), Fraction.ZERO), money("1")))
                .isEqualTo(new Admission.Admitted(money("-101")));
    }

    @Test
    void exactlyTheBudgetIsWarnedNotExceeded() {
        Budget budget = budget("500", OnExceeded.WARN, 80, 100);

        assertThat(BudgetState.of(budget, money("399.99"))).isEqualTo(BudgetState.WITHIN);
        assertThat(BudgetState.of(budget, money("400"))).isEqualTo(BudgetState.WARNED);
        assertThat(BudgetState.of(budget, money("500"))).isEqualTo(BudgetState.WARNED);
        assertThat(BudgetState.of(budget, money("500.01"))).isEqualTo(BudgetState.EXCEEDED);
    }

    @Test
    void aForecastAlertsOnceAndNotWhenTheBudgetIsGoneAlready() {
        Budget budget = budget("500", OnExceeded.WARN, 100);

        assertThat(Alert.due(budget, money("412.30"), money("639.78"), Set.of()))
                .containsExactly(Alert.FORECAST_EXCEEDED);
        assertThat(Alert.due(budget, money("412.30"), money("639.78"), Set.of(Alert.FORECAST_EXCEEDED)))
                .isEmpty();
        assertThat(Alert.due(budget, money("412.30"), money("500"), Set.of())).isEmpty();
        assertThat(Alert.due(budget, money("501"), money("639.78"), Set.of())).isEmpty();
    }

    @Test
    void aBudgetThatIsExceededIsToldEvenWithoutSuchAThreshold() {
        Budget budget = budget("500", OnExceeded.WARN, 80);

        assertThat(Alert.due(budget, money("500"), Set.of(new Alert(Alert.Basis.ACTUAL, 80))))
                .isEmpty();
        assertThat(Alert.due(budget, money("500.01"), Set.of()))
                .containsExactly(new Alert(Alert.Basis.ACTUAL, 80), new Alert(Alert.Basis.ACTUAL, 100));
    }

    @Test
    void spendingThatGrowsAlertsOncePerThreshold() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeSet<Integer> thresholds = new TreeSet<>();
            random.ints(1 + random.nextInt(5), 1, 150).forEach(thresholds::add);
            Budget budget = new Budget(new BigDecimal("500"), Currency.getInstance("EUR"), thresholds, OnExceeded.WARN);
            Set<Alert> sent = new HashSet<>();
            Fraction spent = Fraction.ZERO;
            while (spent.compareTo(Fraction.of(1000, 1)) < 0) {
                spent = spent.plus(Fraction.of(random.nextInt(20_000), 100));
                List<Alert> due = Alert.due(budget, spent, sent);
                assertThat(due).as("seed %d", seed).noneMatch(sent::contains);
                sent.addAll(due);
            }
            thresholds.add(100);
            assertThat(sent).as("seed %d", seed).hasSameSizeAs(thresholds);
        }
    }

    @Test
    void theCrossingIsTheFirstSecondAtOrAboveTheAmount() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Fraction spent = Fraction.of(random.nextInt(10_000), 100);
            Fraction perHour = Fraction.of(1 + random.nextInt(100_000), 1000);
            Fraction amount = spent.plus(Fraction.of(1 + random.nextInt(10_000), 100));
            Crossing.at(spent, ASKED, perHour, amount).ifPresent(at -> {
                long seconds = at.getEpochSecond() - ASKED.getEpochSecond();
                assertThat(spentAfter(spent, perHour, seconds)).isGreaterThanOrEqualTo(amount);
                assertThat(spentAfter(spent, perHour, seconds - 1)).isLessThan(amount);
            });
        }
        assertThat(Crossing.at(money("1"), ASKED, Fraction.ZERO, money("2"))).isEmpty();
        assertThat(Crossing.at(money("2"), ASKED, Fraction.ZERO, money("2"))).contains(ASKED);
        assertThat(Crossing.at(money("0"), ASKED, money("0.01"), money("1000000")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, EUR, 80, amount",
        "-1, EUR, 80, amount",
        "1.001, EUR, 80, amount",
        "1.5, JPY, 80, amount",
        "1234567890123456, EUR, 80, amount",
        "1, XXX, 80, currency",
        "1, EUR, 0, warnAt",
        "1, EUR, 1001, warnAt",
    })
    void whatIsOutOfRangeIsRefusedByName(BigDecimal amount, String currency, int percent, String field) {
        TreeSet<Integer> warnAt = new TreeSet<>(Set.of(percent));

        assertThatThrownBy(() -> new Budget(amount, Currency.getInstance(currency), warnAt, OnExceeded.WARN))
                .isInstanceOfSatisfying(
                        InvalidFact.class, fault -> assertThat(fault.column()).isEqualTo(field));
    }

    private static Fraction spentAfter(Fraction spent, Fraction perHour, long seconds) {
        return spent.plus(perHour.times(Fraction.of(seconds, 3600)));
    }

    private static Budget budget(String amount, OnExceeded onExceeded, Integer... warnAt) {
        return new Budget(
                new BigDecimal(amount), Currency.getInstance("EUR"), new TreeSet<>(List.of(warnAt)), onExceeded);
    }

    private static Fraction money(String amount) {
        return Fraction.of(new BigDecimal(amount));
    }
}
