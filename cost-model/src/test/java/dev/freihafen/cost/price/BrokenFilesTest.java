package dev.freihafen.cost.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.file.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes are broken: a file gives all of its rows or a fault, and nothing else happens. */
class BrokenFilesTest {

    enum Sample {
        AZURE("azure-machines.json", AzurePrices::read, 9),
        GCP("gcp-skus.json", GcpPrices::read, 9),
        AWS("aws-ec2.json", AwsPrices::read, 6);

        private final byte[] bytes;
        private final Published.Reader reader;
        private final int rows;

        Sample(String file, Published.Reader reader, int rows) {
            this.bytes = Published.text(file).getBytes(StandardCharsets.UTF_8);
            this.reader = reader;
            this.rows = rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenBytesGiveAFaultOrWholeRows(Sample sample) {
        Seeds.each(random -> {
            byte[] broken = sample.bytes.clone();
            for (int times = random.nextInt(1, 4); times > 0; times--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            assertFaultOrRows(sample, broken);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatEndsEarlyGivesNothing(Sample sample) {
        int end =
                new String(sample.bytes, StandardCharsets.UTF_8).stripTrailing().length();
        Seeds.each(random -> {
            byte[] cut = Arrays.copyOf(sample.bytes, random.nextInt(end));
            assertThat(fault(sample, cut)).isNotNull();
        });
    }

    private static void assertFaultOrRows(Sample sample, byte[] broken) {
        FileFault fault = fault(sample, broken);
        if (fault != null) {
            assertThat(fault.line()).isPositive();
            assertThat(fault.column()).startsWith("/");
            assertThat(fault.getMessage()).startsWith("prices.json:").doesNotContain("\n");
        }
    }

    private static FileFault fault(Sample sample, byte[] bytes) {
        try (InputStream stream = new ByteArrayInputStream(bytes)) {
            PriceFile file = sample.reader.read(stream, "prices.json", Published.FETCHED, Selection.ALL);
            assertThat(file.sha256()).hasSize(64);
            assertThat(file.rows()).hasSizeLessThanOrEqualTo(sample.rows);
            return null;
        } catch (FileFault fault) {
            return fault;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
