package dev.freihafen.cost.focus;

import static dev.freihafen.cost.focus.FocusColumn.*;
import static dev.freihafen.cost.focus.FocusFixtures.rows;
import static dev.freihafen.cost.focus.FocusMode.MERGE;
import static dev.freihafen.cost.focus.FocusMode.STANDALONE;
import static dev.freihafen.cost.focus.FocusVersion.V1_2;
import static dev.freihafen.cost.focus.FocusVersion.V1_4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Terms;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FocusExportTest {

    @Test
    void theRowsOfALineSumToIt() {
        Terms terms = FocusFixtures.terms(ZoneOffset.UTC);
        Statement statement = FocusFixtures.corrected(FocusFixtures.statement(terms));
        Map<String, BigDecimal> sums = new HashMap<>();
        for (FocusRow row : rows(V1_2, STANDALONE)) {
            sums.merge(identity(row), decimal(row, BILLED_COST), BigDecimal::add);
        }
        Map<String, BigDecimal> lines = new HashMap<>();
        for (StatementLine line : statement.lines()) {
            lines.merge(
                    line.kind().text() + LineId.of(line).text(),
                    Objects.requireNonNull(line.amount()),
                    BigDecimal::add);
        }
        assertThat(lines).isNotEmpty();
        assertThat(sums).isEqualTo(lines);
    }

    @Test
    void usageIsCutAtMidnightAndAtTheChangeOfItsRate() {
        List<FocusRow> run = rows(V1_2, STANDALONE).stream()
                .filter(row ->
                        "Usage: accelerator/A100 of PipelineRun digits, step train".equals(row.get(CHARGE_DESCRIPTION)))
                .toList();
        assertThat(run)
                .extracting(row -> row.get(CHARGE_PERIOD_START) + " " + row.get(SKU_PRICE_ID) + " "
                        + row.get(PRICING_QUANTITY) + " " + row.get(LIST_UNIT_PRICE) + " " + row.get(EFFECTIVE_COST))
                .containsExactly(
                        "2026-09-14T00:00:00Z a100@7 5.500000000 2.5 13.75",
                        "2026-09-15T00:00:00Z a100@7 12.000000000 2.5 30.00",
                        "2026-09-15T00:00:00Z a100-later@7 12.000000000 2.2 26.40",
                        "2026-09-16T00:00:00Z a100-later@7 6.000000000 2.2 13.20");
    }

    @Test
    void aSliceIsPricedByItsShareOfTheDevice() {
        FocusRow slice = only("accelerator/H100/3g.40gb");
        assertThat(slice.get(LIST_UNIT_PRICE)).isEqualTo("1.44");
        assertThat(slice.get(EFFECTIVE_COST)).isEqualTo("14.40");
        assertThat(slice.get(SKU_PRICE_ID)).isEqualTo("h100@7/accelerator/H100/3g.40gb");
    }

    @Test
    void trafficIsOneRowOnTheDayOnWhichItStarted() {
        FocusRow traffic = only("egress/internet");
        assertThat(traffic.get(CHARGE_PERIOD_START)).isEqualTo("2026-09-30T00:00:00Z");
        assertThat(traffic.get(PRICING_QUANTITY)).isEqualTo("37.000000000");
        assertThat(traffic.get(PRICING_UNIT)).isEqualTo("GiB");
        assertThat(traffic.get(SERVICE_CATEGORY)).isEqualTo("Networking");
        assertThat(traffic.get(EFFECTIVE_COST)).isEqualTo("3.33");
    }

    @Test
    void idleAndSharedAreUsageWithoutAPriceOnEveryDayOfTheMonth() {
        for (String service : List.of("Freihafen Idle Capacity", "Freihafen Platform")) {
            List<FocusRow> rows = rows(V1_2, STANDALONE).stream()
                    .filter(row -> service.equals(row.get(SERVICE_NAME)) && "fraud".equals(row.get(SUB_ACCOUNT_ID)))
                    .toList();
            assertThat(rows).hasSize(30).allSatisfy(row -> {
                assertThat(row.get(CHARGE_CATEGORY)).isEqualTo("Usage");
                assertThat(row.get(SERVICE_CATEGORY)).isEqualTo("Compute");
                for (FocusColumn price : List.of(
                        LIST_UNIT_PRICE, CONTRACTED_UNIT_PRICE, PRICING_QUANTITY, PRICING_UNIT, SKU_ID, SKU_PRICE_ID)) {
                    assertThat(row.get(price)).isNull();
                }
            });
        }
    }

    @Test
    void theResidualIsAnAdjustmentAndNobodys() {
        assertThat(rows(V1_2, STANDALONE))
                .filteredOn(row -> "Freihafen Residual".equals(row.get(SERVICE_NAME)))
                .hasSize(30)
                .allSatisfy(row -> {
                    assertThat(row.get(CHARGE_CATEGORY)).isEqualTo("Adjustment");
                    assertThat(row.get(SUB_ACCOUNT_ID)).isNull();
                });
    }

    @Test
    void aCorrectionKeepsItsOriginalPeriodAndIsBilledNowOnAnotherInvoice() {
        List<FocusRow> corrections = rows(V1_4, STANDALONE).stream()
                .filter(row -> row.get(CHARGE_CLASS) != null)
                .toList();
        assertThat(corrections).hasSize(1);
        FocusRow correction = corrections.getFirst();
        assertThat(correction.get(CHARGE_CLASS)).isEqualTo("Correction");
        assertThat(correction.get(CHARGE_PERIOD_START)).isEqualTo("2026-08-01T00:00:00Z");
        assertThat(correction.get(CHARGE_PERIOD_END)).isEqualTo("2026-09-01T00:00:00Z");
        assertThat(correction.get(BILLING_PERIOD_START)).isEqualTo("2026-09-01T00:00:00Z");
        assertThat(correction.get(INVOICE_ID)).isEqualTo("freihafen-2026-09-corrections");
        assertThat(correction.get(BILLED_COST)).isEqualTo("-350.00");
    }

    @Test
    void beforeAllocatedColumnsExistedThereAreNone() {
        assertThat(V1_2.columns()).extracting(FocusColumn::columnName).noneMatch(name -> name.startsWith("Allocated"));
        assertThat(rows(V1_4, STANDALONE))
                .filteredOn(row -> row.get(ALLOCATED_METHOD_ID) != null)
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.get(SERVICE_NAME)).isIn("Freihafen Idle Capacity", "Freihafen Platform"))
                .extracting(row -> row.get(ALLOCATED_METHOD_ID))
                .contains("idle:ProRata", "shared:Even");
    }

    @Test
    void theSharesOfAnAllocatedCostSumToOne() {
        Map<String, BigDecimal> byCost = new HashMap<>();
        rows(V1_4, STANDALONE).stream()
                .filter(row -> row.get(ALLOCATED_METHOD_DETAILS) != null
                        && "2026-09-01T00:00:00Z".equals(row.get(CHARGE_PERIOD_START)))
                .forEach(row -> {
                    String ratio = Objects.requireNonNull(row.get(ALLOCATED_METHOD_DETAILS))
                            .replaceFirst("^.*AllocatedRatio\":([0-9.]+),.*$", "$1");
                    byCost.merge(
                            Objects.requireNonNull(row.get(ALLOCATED_METHOD_ID)),
                            new BigDecimal(ratio),
                            BigDecimal::add);
                });
        assertThat(byCost).hasSize(2).allSatisfy((cost, sum) -> assertThat(sum).isEqualByComparingTo("1"));
    }

    @Test
    void besideACloudBillNothingIsBilledTwice() {
        List<FocusRow> alone = rows(V1_2, STANDALONE);
        List<FocusRow> beside = rows(V1_2, MERGE);
        assertThat(beside)
                .hasSameSizeAs(alone)
                .allSatisfy(row -> assertThat(row.get(BILLED_COST)).isEqualTo("0.00"));
        assertThat(beside)
                .extracting(row -> row.get(EFFECTIVE_COST))
                .isEqualTo(alone.stream().map(row -> row.get(EFFECTIVE_COST)).toList());
    }

    @Test
    void daysAtTheEdgeOfALocalMonthAreCutToIt() {
        Terms terms = FocusFixtures.terms(ZoneId.of("Europe/Berlin"));
        List<FocusRow> idle = FocusExport.of(
                        FocusFixtures.statement(terms),
                        terms,
                        FocusFixtures.days(terms),
                        FocusFixtures.settings(V1_2, STANDALONE))
                .rows()
                .filter(row -> "Freihafen Residual".equals(row.get(SERVICE_NAME)))
                .toList();
        assertThat(idle).hasSize(31);
        assertThat(idle.getFirst().get(CHARGE_PERIOD_START)).isEqualTo("2026-08-31T22:00:00Z");
        assertThat(idle.getFirst().get(CHARGE_PERIOD_END)).isEqualTo("2026-09-01T00:00:00Z");
        assertThat(idle.getLast().get(CHARGE_PERIOD_END)).isEqualTo("2026-09-30T22:00:00Z");
    }

    @Test
    void unpricedUsageRefusesTheExportAndIsNamed() {
        Terms terms = Terms.of(
                FocusFixtures.terms(ZoneOffset.UTC).month(),
                RateCard.of(FocusFixtures.CARD.rates().subList(0, 3)));
        Statement statement = FocusFixtures.statement(terms);
        assertThat(statement.lines()).anyMatch(line -> line.kind() == Kind.UNPRICED);
        assertThatExceptionOfType(FocusRefused.class)
                .isThrownBy(() -> FocusExport.of(
                        statement, terms, FocusFixtures.days(terms), FocusFixtures.settings(V1_2, STANDALONE)))
                .withMessageContaining("have no price in 2026-09")
                .withMessageContaining("in cluster local")
                .withMessageContaining("Add rates for them");
    }

    @Test
    void factsOfAnotherMonthAreRefused() {
        Terms terms = FocusFixtures.terms(ZoneOffset.UTC);
        DaySums none = new DaySums(terms.month().window(), terms.card());
        FocusExport export =
                FocusExport.of(FocusFixtures.statement(terms), terms, none, FocusFixtures.settings(V1_2, STANDALONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> export.rows().toList())
                .withMessageContaining("the facts given are not those of the statement");
    }

    @Test
    void whatADatabaseHasSummedGivesTheSameRows() {
        Terms terms = FocusFixtures.terms(ZoneOffset.UTC);
        DaySums summed = new DaySums(terms.month().window(), terms.card());
        DaySums streamed = FocusFixtures.days(terms);
        for (StatementLine line : FocusFixtures.statement(terms).lines()) {
            streamed.of(LineId.of(line)).forEach((day, sum) -> {
                summed.add(LineId.of(line), day, sum.subtract(BigInteger.ONE));
                summed.add(LineId.of(line), day, BigInteger.ONE);
            });
        }
        Statement statement = FocusFixtures.corrected(FocusFixtures.statement(terms));
        FocusSettings settings = FocusFixtures.settings(V1_4, STANDALONE);
        assertThat(FocusExport.of(statement, terms, summed, settings).rows().map(FocusRow::toString))
                .containsExactlyElementsOf(
                        rows(V1_4, STANDALONE).stream().map(FocusRow::toString).toList());
    }

    private static FocusRow only(String resource) {
        List<FocusRow> rows = rows(V1_2, STANDALONE).stream()
                .filter(row ->
                        Objects.requireNonNull(row.get(CHARGE_DESCRIPTION)).startsWith("Usage: " + resource + " "))
                .toList();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static String identity(FocusRow row) {
        String description = Objects.requireNonNull(row.get(CHARGE_DESCRIPTION));
        return description.split("[: ]", 2)[0] + row.get(X_LEDGER_KEY);
    }

    private static BigDecimal decimal(FocusRow row, FocusColumn column) {
        return new BigDecimal(Objects.requireNonNull(row.get(column)));
    }
}
