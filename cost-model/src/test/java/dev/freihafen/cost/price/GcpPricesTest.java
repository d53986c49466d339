package dev.freihafen.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.file.FileFault;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpPricesTest {

    private static final String PAGE = Published.text("gcp-skus.json");

    @Test
    void unitsAndNanosMakeAnExactPriceInEveryRegion() {
        List<PriceRow> rows = Published.read(GcpPrices::read, PAGE).rows();
        assertThat(rows.subList(0, 2)).extracting(PriceRow::region).containsExactly("europe-west3", "europe-west4");
        assertThat(rows.getFirst().price()).isEqualByComparingTo("0.031611");
        assertThat(rows.getFirst().product()).isEqualTo("CPU");
        assertThat(rows.get(2).price()).isEqualTo(new BigDecimal("1.200000001"));
    }

    @Test
    void spotCommitmentsAndTheWindowsLicenceAreToldApart() {
        PriceFile file = Published.read(GcpPrices::read, PAGE);
        assertThat(Published.row(file, Purchase.SPOT, OperatingSystem.NONE).product())
                .isEqualTo("GPU");
        PriceRow committed = Published.row(file, Purchase.RESERVATION, OperatingSystem.NONE);
        assertThat(committed.variant()).isEqualTo("Commit1Yr");
        assertThat(committed.price()).isEqualByComparingTo("2");
        assertThat(Published.row(file, Purchase.ON_DEMAND, OperatingSystem.WINDOWS)
                        .price())
                .isEqualByComparingTo("0.046");
    }

    @Test
    void everyTierIsARow() {
        PriceFile file =
                Published.read(GcpPrices::read, PAGE, new Selection(Set.of(), Set.of("PremiumInternetEgress")));
        assertThat(file.rows())
                .extracting(row -> row.fromUnits().intValueExact())
                .containsExactly(0, 1, 1024);
        assertThat(file.rows())
                .extracting(PriceRow::price)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.ZERO, new BigDecimal("0.12"), new BigDecimal("0.11"));
        assertThat(file.rows()).extracting(PriceRow::measure).containsOnly(Measure.GIB);
        assertThat(file.nextPage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "nanos": 31611000 | "nanos": 1000000000 | /skus/0/pricingInfo/0/pricingExpression/tieredRates/0/unitPrice/nanos | 1000000000 nanos are not from 0 to 999999999
                    "nanos": 31611000 | "nanos": -1 | /skus/0/pricingInfo/0/pricingExpression/tieredRates/0/unitPrice/nanos | -1 nanos are not from 0
                    "units": "0" | "units": "0.5" | /skus/0/pricingInfo/0/pricingExpression/tieredRates/0/unitPrice/units | '0.5' is not a whole number of units
                    "units": "0" | "units": "many" | /skus/0/pricingInfo/0/pricingExpression/tieredRates/0/unitPrice/units | 'many' is not a number
                    "skuId": "0000-0000-0001" | "sku": "0000-0000-0001" | /skus/0 | has no skuId
                    "usageType": "OnDemand" | "usage": "OnDemand" | /skus/0 | has no category/usageType
                    "usageUnit": "h" | "unit": "h" | /skus/0/pricingInfo/0 | has no pricingExpression/usageUnit
                    "effectiveTime": | "time": | /skus/0/pricingInfo/0 | has no effectiveTime
                    "serviceRegions": ["europe-west3", | "serviceRegions": [7, | /skus/0/serviceRegions/0 | is not a text
                    "skus": | "SKUs": | / | has no skus
                    """)
    void aFaultIsToldWithPathAndReason(String from, String to, String path, String reason) {
        String text = PAGE.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        assertThat(text).isNotEqualTo(PAGE);
        assertThatThrownBy(() -> Published.read(GcpPrices::read, text))
                .isInstanceOfSatisfying(FileFault.class, fault -> {
                    assertThat(fault.reason()).contains(reason).contains("(at byte ");
                    assertThat(fault.column()).isEqualTo(path);
                    assertThat(fault.line()).isPositive();
                });
    }
}
