package dev.freihafen.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.file.FileFault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsPricesTest {

    private static final String FILE = Published.text("aws-ec2.json");
    private static final int PRODUCTS = 110_000;

    @Test
    void productsMeetTheirPrices() {
        PriceFile file = Published.read(
                AwsPrices::read, FILE, new Selection(Set.of("eu-central-1"), Set.of("p4d.24xlarge", "gp3")));
        assertThat(file.rows()).hasSize(5);
        PriceRow machine = Published.row(file, Purchase.ON_DEMAND, OperatingSystem.LINUX);
        assertThat(machine.price()).isEqualByComparingTo("32.7726");
        assertThat(machine.sku()).isEqualTo("AAAA000000000001.JRTCKXETXF.6YS6EN2CT7");
        assertThat(machine.validFrom()).isEqualTo(Instant.parse("2026-08-01T00:00:00Z"));
        assertThat(machine.plain()).isTrue();
        PriceRow volume = Published.row(file, Purchase.ON_DEMAND, OperatingSystem.NONE);
        assertThat(volume.product()).isEqualTo("gp3");
        assertThat(volume.measure()).isEqualTo(Measure.GIB_MONTH);
    }

    @Test
    void spotWindowsAndReservationsAreToldApart() {
        PriceFile file = Published.read(AwsPrices::read, FILE, new Selection(Set.of("eu-central-1"), Set.of()));
        assertThat(Published.row(file, Purchase.ON_DEMAND, OperatingSystem.WINDOWS)
                        .variant())
                .isEqualTo("Dedicated, UnusedCapacityReservation, SQL Ent");
        assertThat(Published.row(file, Purchase.SPOT, OperatingSystem.OTHER).price())
                .isEqualByComparingTo("9.8");
        PriceRow reserved = Published.row(file, Purchase.RESERVATION, OperatingSystem.LINUX);
        assertThat(reserved.variant()).isEqualTo("3yr standard Partial Upfront");
        assertThat(reserved.measure()).isEqualTo(Measure.OTHER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "32.7726000000" | "-1" | /terms/OnDemand/AAAA000000000001/AAAA000000000001.JRTCKXETXF/priceDimensions/AAAA000000000001.JRTCKXETXF.6YS6EN2CT7/pricePerUnit/USD | is negative
                    "32.7726000000" | "a lot" | /terms/OnDemand/AAAA000000000001/AAAA000000000001.JRTCKXETXF/priceDimensions/AAAA000000000001.JRTCKXETXF.6YS6EN2CT7/pricePerUnit/USD | 'a lot' is not a number
                    "v1.0" | "v2.0" | /formatVersion | only v1.0
                    "sku" : "AAAA000000000003" | "sku" : "B" | /products/AAAA000000000003/sku | is not the key
                    "AAAA000000000003" : { | "AAAA000000000001" : { | /products/AAAA000000000001/sku | is not the key
                    "effectiveDate" : | "date" : | /terms/OnDemand/AAAA000000000001/AAAA000000000001.JRTCKXETXF | has no effectiveDate
                    "unit" : "Hrs" | "units" : "Hrs" | /terms/OnDemand/AAAA000000000001/AAAA000000000001.JRTCKXETXF/priceDimensions/AAAA000000000001.JRTCKXETXF.6YS6EN2CT7 | has no unit
                    "products" | "goods" | /terms | comes before the products
                    "terms" | "words" | / | has no products and terms
                    """)
    void aFaultIsToldWithPathAndReason(String from, String to, String path, String reason) {
        String text = FILE.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        assertThat(text).isNotEqualTo(FILE);
        assertThatThrownBy(() -> Published.read(AwsPrices::read, text))
                .isInstanceOfSatisfying(FileFault.class, fault -> {
                    assertThat(fault.reason()).contains(reason).contains("(at byte ");
                    assertThat(fault.column()).isEqualTo(path);
                });
    }

    @Test
    void aProductThatIsThereTwiceIsRefused() {
        String product = "\"S\":{\"sku\":\"S\",\"attributes\":{\"regionCode\":\"r\"}}";
        String text = "{\"products\":{" + product + "," + product + "},\"terms\":{}}";
        assertThatThrownBy(() -> Published.read(AwsPrices::read, text))
                .isInstanceOf(FileFault.class)
                .hasMessageContaining("prices.json:1: /products/S: is there twice");
    }

    @Test
    void aProductThatIsPricedTwiceIsRefused() {
        String text = "{\"products\":{\"S\":{\"attributes\":{}}},\"terms\":{\"OnDemand\":{\"S\":{},\"S\":{}}}}";
        assertThatThrownBy(() -> Published.read(AwsPrices::read, text))
                .isInstanceOf(FileFault.class)
                .hasMessageContaining("/terms/OnDemand/S: is there twice");
    }

    /** A file of over 200 MB, read by a process of its own that has a heap of 24 MiB. */
    @Test
    void aHugeFileIsReadInASmallHeap() throws Exception {
        Process reader = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallHeap.class.getName()))
                .redirectErrorStream(true)
                .start();
        long bytes;
        try (OutputStream pipe = new BufferedOutputStream(reader.getOutputStream(), 1 << 16)) {
            bytes = writeHuge(pipe);
        }
        String answer = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(reader.waitFor()).as(answer).isZero();
        assertThat(bytes).isGreaterThan(200_000_000L);
        assertThat(answer).isEqualTo("1 rows, first 1.2345");
    }

    /** The reading process. */
    static final class SmallHeap {

        private SmallHeap() {}

        public static void main(String[] arguments) throws IOException {
            PriceFile file = AwsPrices.read(
                    System.in, "index.json", Published.FETCHED, new Selection(Set.of("region-3"), Set.of("m77.large")));
            System.out.println(file.rows().size() + " rows, first "
                    + file.rows().getFirst().price().stripTrailingZeros().toPlainString());
        }
    }

    private static long writeHuge(OutputStream out) throws IOException {
        String padding = "Intel AVX, Intel AVX2, Intel AVX512, Intel Turbo; up to 100 Gigabit; ".repeat(10);
        long bytes = write(out, "{\"formatVersion\":\"v1.0\",\"products\":{");
        for (int number = 0; number < PRODUCTS; number++) {
            String sku = sku(number);
            bytes += write(
                    out,
                    (number == 0 ? "" : ",") + "\"" + sku + "\":{\"sku\":\"" + sku
                            + "\",\"productFamily\":\"Compute Instance\",\"attributes\":{\"instanceType\":\"m"
                            + number / 10 + ".large\",\"operatingSystem\":\"Linux\",\"processorFeatures\":\"" + padding
                            + "\",\"regionCode\":\"region-" + number % 10 + "\"}}");
        }
        bytes += write(out, "},\"terms\":{\"OnDemand\":{");
        for (int number = 0; number < PRODUCTS; number++) {
            String sku = sku(number);
            bytes += write(
                    out,
                    (number == 0 ? "" : ",") + "\"" + sku + "\":{\"" + sku
                            + ".JRTCKXETXF\":{\"effectiveDate\":\"2026-08-01T00:00:00Z\",\"priceDimensions\":{\"" + sku
                            + ".JRTCKXETXF.6YS6EN2CT7\":{\"rateCode\":\"" + sku
                            + ".JRTCKXETXF.6YS6EN2CT7\",\"description\":\"" + padding
                            + "\",\"beginRange\":\"0\",\"endRange\":\"Inf\",\"unit\":\"Hrs\",\"pricePerUnit\":{\"USD\":\""
                            + "1.2345000000\"},\"appliesTo\":[]}},\"termAttributes\":{}}}");
        }
        return bytes + write(out, "}}}\n");
    }

    private static String sku(int number) {
        return "SKU" + String.format("%013d", number * 7919L);
    }

    private static long write(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        return bytes.length;
    }
}
