package dev.freihafen.cost.focus;

import static dev.freihafen.cost.focus.FocusColumn.*;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files against the rules of the specification: presence, type, nullability, allowed values and formats of columns,
 * from the FOCUS 1.2 requirements model (the model-1.2.0.1.json of the focus-validator package) and, for 1.4, the
 * columns of its Cost and Usage dataset. The validator itself runs over the same files by deploy/focus/validate.sh.
 */
class FocusRulesTest {

    private static final List<String> MANDATORY = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceIssuerName",
            "ListCost",
            "PricingQuantity",
            "PricingUnit",
            "ServiceCategory",
            "ServiceName");
    private static final Map<FocusVersion, List<String>> PROVIDER = Map.of(
            FocusVersion.V1_2, List.of("ProviderName", "PublisherName"),
            FocusVersion.V1_4, List.of("HostProviderName", "ServiceProviderName"));
    private static final Set<String> NULLABLE =
            Set.of("BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit");
    private static final Set<String> SERVICE_CATEGORIES =
            Set.of("AI and Machine Learning", "Storage", "Networking", "Compute", "Other");

    @ParameterizedTest
    @CsvSource({"V1_2, STANDALONE", "V1_2, MERGE", "V1_4, STANDALONE", "V1_4, MERGE"})
    void everyRowFollowsTheRules(FocusVersion version, FocusMode mode) throws IOException {
        List<NamedCsvRecord> rows = read(csv(version, mode));
        assertThat(rows).hasSizeGreaterThan(100);
        List<String> columns = rows.getFirst().getHeader();
        assertThat(columns).doesNotHaveDuplicates().containsAll(MANDATORY).containsAll(PROVIDER.get(version));
        assertThat(columns.subList(0, columns.indexOf("x_CostCentre")))
                .isSorted()
                .allMatch(column -> column.matches("([A-Z][a-z]+)+"));
        assertThat(columns.subList(columns.indexOf("x_CostCentre"), columns.size()))
                .allMatch(column -> column.matches("x_([A-Z][a-z]+)+"));
        for (NamedCsvRecord row : rows) {
            types(version, row);
            nulls(version, row);
            values(row);
        }
    }

    private static void types(FocusVersion version, NamedCsvRecord row) {
        for (FocusColumn column : version.columns()) {
            String text = row.getField(column.columnName());
            if (!text.isEmpty()) {
                switch (column.type()) {
                    case DECIMAL -> assertThat(text).as(column.columnName()).matches("-?[0-9]+(\\.[0-9]+)?");
                    case TIME -> assertThat(text).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
                    case JSON -> assertThat(text).startsWith("{\"").endsWith("}");
                    case TEXT -> assertThat(text).isNotBlank().doesNotContainPattern("^[=+@\\-\\t\\r]");
                }
            }
        }
    }

    private static void nulls(FocusVersion version, NamedCsvRecord row) {
        for (String column : MANDATORY) {
            assertThat(NULLABLE.contains(column) || !row.getField(column).isEmpty())
                    .as(column)
                    .isTrue();
        }
        PROVIDER.get(version).forEach(column -> assertThat(row.getField(column)).isNotEmpty());
        bothOrNeither(row, "PricingQuantity", "PricingUnit");
        bothOrNeither(row, "ConsumedQuantity", "ConsumedUnit");
        bothOrNeither(row, "SkuId", "SkuMeter");
        bothOrNeither(row, "SkuPriceId", "SkuPriceDetails");
        bothOrNeither(row, "SubAccountId", "SubAccountName");
        bothOrNeither(row, "ResourceId", "ResourceType");
        bothOrNeither(row, "RegionId", "RegionName");
        if (!row.getField("ChargeCategory").equals("Usage")) {
            assertThat(row.getField("ConsumedQuantity")).isEmpty();
        }
        assertThat(row.getField("CommitmentDiscountStatus")).isEmpty();
    }

    private static void bothOrNeither(NamedCsvRecord row, String one, String other) {
        assertThat(row.getField(one).isEmpty())
                .as(one + " and " + other)
                .isEqualTo(row.getField(other).isEmpty());
    }

    private static void values(NamedCsvRecord row) {
        assertThat(row.getField("BillingCurrency")).matches("[A-Z]{3}");
        assertThat(row.getField("ChargeCategory")).isIn("Usage", "Purchase", "Tax", "Credit", "Adjustment");
        assertThat(row.getField("ChargeClass")).isIn("", "Correction");
        assertThat(row.getField("ChargeFrequency")).isIn("One-Time", "Recurring", "Usage-Based");
        assertThat(row.getField("PricingCategory")).isIn("", "Standard", "Dynamic", "Committed", "Other");
        assertThat(row.getField("ServiceCategory")).isIn(SERVICE_CATEGORIES);
        assertThat(row.getField("ChargePeriodStart")).isLessThan(row.getField("ChargePeriodEnd"));
        boolean usual = row.getField("ChargeClass").isEmpty();
        if (usual) {
            assertThat(row.getField("ChargePeriodStart")).isGreaterThanOrEqualTo(row.getField("BillingPeriodStart"));
            assertThat(row.getField("ChargePeriodEnd")).isLessThanOrEqualTo(row.getField("BillingPeriodEnd"));
        }
        if (usual && !row.getField("ListUnitPrice").isEmpty()) {
            BigDecimal product = new BigDecimal(row.getField("ListUnitPrice"))
                    .multiply(new BigDecimal(row.getField("PricingQuantity")));
            assertThat(product.subtract(new BigDecimal(row.getField("ListCost")))
                            .abs())
                    .as("within a cent: costs are rounded, so that they sum to the statement")
                    .isLessThan(new BigDecimal("0.01"));
        }
    }

    @Test
    void aServiceHasOneCategoryAndAPriceOneArticle() {
        Map<String, String> categories = new HashMap<>();
        Map<String, String> articles = new HashMap<>();
        for (FocusRow row : FocusFixtures.rows(FocusVersion.V1_2, FocusMode.STANDALONE)) {
            String category = row.get(SERVICE_CATEGORY) + "/" + row.get(SERVICE_SUBCATEGORY);
            assertThat(categories.merge(String.valueOf(row.get(SERVICE_NAME)), category, (old, now) -> old))
                    .isEqualTo(category);
            if (row.get(SKU_PRICE_ID) != null) {
                String article = String.valueOf(row.get(SKU_ID));
                assertThat(articles.merge(row.get(SKU_PRICE_ID), article, (old, now) -> old))
                        .isEqualTo(article);
            }
        }
    }

    @Test
    void textsOfPeopleAreNoFormulas() throws IOException {
        assertThat(read(csv(FocusVersion.V1_2, FocusMode.STANDALONE)))
                .filteredOn(row -> row.getField("SubAccountId").equals("vision"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getField("SubAccountName")).isEqualTo("'=2+2"));
    }

    @ParameterizedTest
    @CsvSource({"V1_2, STANDALONE", "V1_2, MERGE", "V1_4, STANDALONE"})
    void theFilesAreTheGoldenOnes(FocusVersion version, FocusMode mode) throws IOException {
        Path golden = Path.of("src/test/resources/focus/focus-" + version.text() + "-" + mode.text() + ".csv");
        if (Boolean.getBoolean("golden.update")) {
            Files.write(golden, csv(version, mode));
        }
        assertThat(new String(csv(version, mode), StandardCharsets.UTF_8)).isEqualTo(Files.readString(golden));
    }

    private static byte[] csv(FocusVersion version, FocusMode mode) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        FocusCsv.write(version, FocusFixtures.rows(version, mode).stream(), output);
        return output.toByteArray();
    }

    private static List<NamedCsvRecord> read(byte[] csv) {
        return CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8)).stream()
                .toList();
    }
}
