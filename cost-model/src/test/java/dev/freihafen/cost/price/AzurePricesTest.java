package dev.freihafen.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.file.FileFault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzurePricesTest {

    private static final String PAGE = Published.text("azure-machines.json");

    @Test
    void everyWayToBuyIsToldApart() {
        PriceFile file = Published.read(AzurePrices::read, PAGE);
        assertThat(file.rows())
                .extracting(PriceRow::purchase, PriceRow::operatingSystem, PriceRow::variant)
                .containsExactly(
                        tuple(Purchase.ON_DEMAND, OperatingSystem.LINUX, ""),
                        tuple(Purchase.SAVINGS_PLAN, OperatingSystem.LINUX, "1 Year"),
                        tuple(Purchase.SAVINGS_PLAN, OperatingSystem.LINUX, "3 Years"),
                        tuple(Purchase.SPOT, OperatingSystem.LINUX, ""),
                        tuple(Purchase.ON_DEMAND, OperatingSystem.WINDOWS, ""),
                        tuple(Purchase.RESERVATION, OperatingSystem.LINUX, "1 Year"),
                        tuple(Purchase.LOW_PRIORITY, OperatingSystem.LINUX, "not the primary meter"),
                        tuple(Purchase.DEV_TEST, OperatingSystem.WINDOWS, ""),
                        tuple(Purchase.ON_DEMAND, OperatingSystem.NONE, ""));
    }

    @Test
    void pricesAreExactAndAReservationIsNotAnHour() {
        PriceFile file = Published.read(AzurePrices::read, PAGE);
        PriceRow spot = Published.row(file, Purchase.SPOT, OperatingSystem.LINUX);
        assertThat(spot.price()).isEqualTo(new BigDecimal("0.6796"));
        assertThat(spot.measure()).isEqualTo(Measure.HOUR);
        assertThat(spot.validFrom()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(Published.row(file, Purchase.RESERVATION, OperatingSystem.LINUX)
                        .measure())
                .isEqualTo(Measure.OTHER);
        PriceRow traffic = file.rows().getLast();
        assertThat(traffic.price()).isEqualTo(new BigDecimal("0.087"));
        assertThat(traffic.fromUnits()).isEqualByComparingTo("10240");
        assertThat(traffic.plain()).isFalse();
    }

    @Test
    void hashFetchTimeAndNextPageAreKept() throws Exception {
        PriceFile file = Published.read(AzurePrices::read, PAGE);
        assertThat(file.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(PAGE.getBytes(StandardCharsets.UTF_8))));
        assertThat(file.fetchedAt()).isEqualTo(Published.FETCHED);
        assertThat(file.nextPage()).endsWith("$skip=7");
    }

    @Test
    void onlyWhatIsWantedIsKept() {
        PriceFile file = Published.read(
                AzurePrices::read, PAGE, new Selection(Set.of("westeurope"), Set.of("Standard_D4as_v6")));
        assertThat(file.rows())
                .extracting(PriceRow::purchase)
                .containsExactly(Purchase.LOW_PRIORITY, Purchase.DEV_TEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "retailPrice": 3.673 | "retailPrice": -3.673 | 9 | /Items/0/retailPrice | is negative
                    "retailPrice": 3.673 | "retailPrice": "3.673" | 9 | /Items/0/retailPrice | is not a number
                    "retailPrice": 3.673 | "retailPrice": 1e900 | 9 | /Items/0/retailPrice | has more than 30 digits
                    "retailPrice": 3.673 | "listPrice": 3.673 | 31 | /Items/0 | has no retailPrice
                    "retailPrice": 3.673 | "currencyCode": "USD" | 9 | /Items/0/currencyCode | is there twice
                    "currencyCode": "USD" | "currencyCode": "DOLLAR" | 7 | /Items/0/currencyCode | 'DOLLAR' is not an ISO 4217 currency
                    2026-02-01T00:00:00Z | 2026-02-30T00:00:00Z | 38 | /Items/1/effectiveStartDate | '2026-02-30T00:00:00Z' is not a time
                    "isPrimaryMeterRegion": true | "isPrimaryMeterRegion": 1 | 25 | /Items/0/isPrimaryMeterRegion | is not true or false
                    "Count": 7 | "Count": 8 | 133 | / | has 7 Items but its Count is 8
                    "Items" | "items" | 133 | / | has no Items
                    """)
    void aFaultIsToldWithLinePathAndReason(String from, String to, long line, String path, String reason) {
        String text = PAGE.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        assertThat(text).isNotEqualTo(PAGE);
        assertThatThrownBy(() -> Published.read(AzurePrices::read, text))
                .isInstanceOfSatisfying(FileFault.class, fault -> {
                    assertThat(fault.file()).isEqualTo("prices.json");
                    assertThat(fault.reason()).contains(reason).contains("(at byte ");
                    assertThat(fault.column()).isEqualTo(path);
                    assertThat(fault.line()).isEqualTo(line);
                });
    }

    @Test
    void aFaultIsOneLine() {
        String text = PAGE.replaceFirst("3\\.673", "-3.673");
        assertThatThrownBy(() -> Published.read(AzurePrices::read, text))
                .hasMessage("prices.json:9: /Items/0/retailPrice: is negative (at byte 203)");
    }

    @Test
    void aPageThatIsCutOffAnywhereGivesNothing() {
        String compact = PAGE.strip();
        for (int length = 0; length < compact.length(); length += 97) {
            String cut = compact.substring(0, length);
            assertThatThrownBy(() -> Published.read(AzurePrices::read, cut)).isInstanceOf(FileFault.class);
        }
        assertThatThrownBy(() -> Published.read(AzurePrices::read, compact + "{}"))
                .isInstanceOf(FileFault.class)
                .hasMessageContaining("one JSON document");
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
