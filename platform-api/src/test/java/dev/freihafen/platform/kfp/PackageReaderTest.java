package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.platform.problem.PlatformException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class PackageReaderTest {
    private static final String PIPELINE = "schemaVersion: 2.1.0\n# grüß dich\n";

    @Test
    void aFileIsItsText() {
        assertThat(PackageReader.read(bytes(PIPELINE))).isEqualTo(PIPELINE);
    }

    @Test
    void anArchiveHasOnePipeline() {
        assertThat(PackageReader.read(zip("any.yaml", PIPELINE, "README", "x"))).isEqualTo(PIPELINE);
        assertThat(PackageReader.read(tar("any.yaml", PIPELINE, "README", "x".repeat(700))))
                .isEqualTo(PIPELINE);
        assertThat(PackageReader.read(tar("./pipeline.yaml", PIPELINE, "b.yaml", "x")))
                .isEqualTo(PIPELINE);
        assertThat(PackageReader.read(zip("a.yaml", "x", "pipeline.yaml", PIPELINE)))
                .isEqualTo(PIPELINE);
    }

    @Test
    void anArchiveWithNoneOrManyIsRefused() {
        assertThatThrownBy(() -> PackageReader.read(zip("a.txt", PIPELINE))).hasMessageContaining("holds 0");
        assertThatThrownBy(() -> PackageReader.read(tar("a.yaml", "x", "b.yaml", "y")))
                .hasMessageContaining("holds 2");
    }

    @Test
    void whatIsNoTextAndWhatIsCutIsRefused() {
        assertThatThrownBy(() -> PackageReader.read(new byte[] {(byte) 0xff, (byte) 0xfe, 0}))
                .isInstanceOf(PlatformException.BadRequest.class);
        byte[] whole = tar("a.yaml", PIPELINE);
        assertThatThrownBy(() -> PackageReader.read(Arrays.copyOf(whole, 40)))
                .isInstanceOf(PlatformException.BadRequest.class);
    }

    @Test
    void noMoreIsUnpackedThanAPipelineMayHave() {
        String bomb = "a".repeat(64 << 20);
        assertThat(PackageReader.read(zip("a.yaml", bomb))).hasSize((1 << 20) + 1);
        assertThat(PackageReader.read(tar("a.yaml", bomb))).hasSize((1 << 20) + 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(String... namesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(out)) {
            for (int at = 0; at < namesAndTexts.length; at += 2) {
                archive.putNextEntry(new ZipEntry(namesAndTexts[at]));
                archive.write(bytes(namesAndTexts[at + 1]));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] tar(String... namesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream archive = new GZIPOutputStream(out)) {
            for (int at = 0; at < namesAndTexts.length; at += 2) {
                byte[] content = bytes(namesAndTexts[at + 1]);
                byte[] header = new byte[512];
                System.arraycopy(bytes(namesAndTexts[at]), 0, header, 0, namesAndTexts[at].length());
                byte[] size = bytes(String.format("%011o", content.length));
                System.arraycopy(size, 0, header, 124, size.length);
                header[156] = '0';
                archive.write(header);
                archive.write(content);
                archive.write(new byte[(512 - content.length % 512) % 512]);
            }
            archive.write(new byte[1024]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
