package dev.freihafen.platform.kfp;

import dev.freihafen.ir.Ir;
import dev.freihafen.platform.problem.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The compiled pipeline in an uploaded package: a YAML or JSON file, or a zip or tar.gz archive with one. No more is
 * unpacked than a pipeline may have. Pure but for the bytes in memory.
 */
final class PackageReader {
    private static final int LIMIT = Ir.MAX_BYTES + 1;
    private static final int TAR_BLOCK = 512;
    private static final int MOST_ENTRIES = 100;

    private PackageReader() {}

    /**
     * The text of the compiled pipeline.
     *
     * @throws PlatformException.BadRequest when there is none in it
     */
    static String read(byte[] upload) {
        try {
            if (startsWith(upload, 'P', 'K', 3, 4)) {
                return choose(zip(upload));
            }
            if (startsWith(upload, 0x1f, 0x8b)) {
                return choose(tar(upload));
            }
            return text(upload);
        } catch (IOException broken) {
            throw new PlatformException.BadRequest(
                    "The archive cannot be unpacked; upload the YAML file that the kfp compiler wrote.");
        }
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int at = 0; at < start.length; at++) {
            if (bytes.length <= at || (bytes[at] & 0xff) != start[at]) {
                return false;
            }
        }
        return true;
    }

    private static String choose(Map<String, byte[]> files) {
        byte[] named = files.get("pipeline.yaml");
        if (named != null) {
            return text(named);
        }
        if (files.size() != 1) {
            throw new PlatformException.BadRequest(
                    "The archive must hold pipeline.yaml, or one YAML file; it holds " + files.size() + " of them.");
        }
        return text(files.values().iterator().next());
    }

    private static Map<String, byte[]> zip(byte[] upload) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(upload))) {
            ZipEntry entry = archive.getNextEntry();
            for (int number = 0; entry != null && number < MOST_ENTRIES; number++) {
                if (entry.getName().endsWith(".yaml")) {
                    files.put(entry.getName(), bounded(archive, LIMIT));
                }
                entry = archive.getNextEntry();
            }
        }
        return files;
    }

    /**
     * Entries of a tar file, up to one that is larger than a pipeline may be, POSIX.1-1988 (ustar) headers: name at 0, size in octal at 124, kind at 156.
     */
    private static Map<String, byte[]> tar(byte[] upload) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream archive = new GZIPInputStream(new ByteArrayInputStream(upload))) {
            for (int number = 0; number < MOST_ENTRIES; number++) {
                byte[] header = archive.readNBytes(TAR_BLOCK);
                if (header.length < TAR_BLOCK || header[0] == 0) {
                    break;
                }
                String name = field(header, 0, 100);
                long size = size(field(header, 124, 12));
                boolean file = header[156] == '0' || header[156] == 0;
                byte[] content = bounded(archive, (int) Math.min(size, LIMIT));
                if (size > LIMIT) {
                    return Map.of(name, content);
                }
                archive.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
                if (file && name.endsWith(".yaml")) {
                    files.put(name.startsWith("./") ? name.substring(2) : name, content);
                }
            }
        }
        return files;
    }

    private static String field(byte[] header, int from, int length) {
        String text = new String(header, from, length, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long size(String octal) throws IOException {
        String digits = octal.strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("no size");
        }
        return Long.parseLong(digits, 8);
    }

    private static byte[] bounded(InputStream content, int most) throws IOException {
        return content.readNBytes(most);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new PlatformException.BadRequest(
                    "unknown template format: upload the YAML file that the kfp compiler wrote, or a zip or tar.gz of it");
        }
    }
}
