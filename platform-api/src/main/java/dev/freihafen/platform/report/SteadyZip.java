package dev.freihafen.platform.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a workbook again without the time at which it was made, so that equal statements are equal files, and without
 * the dimension of its sheets, which the library tells before it knows it (readers that trust it would see one cell).
 *
 * <p>The library's archive is read by its central directory (APPNOTE.TXT, 4.3.12 and 4.3.16): its local headers leave
 * the sizes to data descriptors that {@link java.util.zip.ZipInputStream} does not understand.
 */
final class SteadyZip {

    private static final String PROPERTIES = "docProps/core.xml";
    private static final String SHEETS = "xl/worksheets/";
    /** What stands before the first row. */
    private static final int HEAD = 1024;

    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int END_OF_DIRECTORY = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int DIRECTORY_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;

    private SteadyZip() {}

    /** @param made what the workbook says about its own making */
    static void write(byte[] workbook, Instant made, OutputStream output) throws IOException {
        ByteBuffer archive = ByteBuffer.wrap(workbook).order(ByteOrder.LITTLE_ENDIAN);
        ZipOutputStream zip = new ZipOutputStream(output, StandardCharsets.UTF_8);
        int at = directory(archive);
        while (archive.getInt(at) == DIRECTORY_ENTRY) {
            int nameLength = archive.getShort(at + 28);
            String name = new String(workbook, at + DIRECTORY_LENGTH, nameLength, StandardCharsets.UTF_8);
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(EARLIEST);
            zip.putNextEntry(entry);
            Inflater inflater = new Inflater(true);
            try (InputStream content = content(archive, at, inflater)) {
                if (name.equals(PROPERTIES)) {
                    String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                    zip.write(text.replaceFirst("(<dcterms:created[^>]*>)[^<]*", "$1" + made)
                            .getBytes(StandardCharsets.UTF_8));
                } else if (name.startsWith(SHEETS)) {
                    String head = new String(content.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
                    zip.write(head.replaceFirst("<dimension [^>]*/>", "").getBytes(StandardCharsets.ISO_8859_1));
                    content.transferTo(zip);
                } else {
                    content.transferTo(zip);
                }
            } finally {
                inflater.end();
            }
            zip.closeEntry();
            at += DIRECTORY_LENGTH + nameLength + archive.getShort(at + 30) + archive.getShort(at + 32);
        }
        zip.finish();
        output.flush();
    }

    private static int directory(ByteBuffer archive) throws IOException {
        for (int at = archive.limit() - END_LENGTH; at >= 0; at--) {
            if (archive.getInt(at) == END_OF_DIRECTORY) {
                return archive.getInt(at + 16);
            }
        }
        throw new IOException("the workbook has no central directory");
    }

    private static InputStream content(ByteBuffer archive, int directoryEntry, Inflater inflater) {
        int length = archive.getInt(directoryEntry + 20);
        int local = archive.getInt(directoryEntry + 42);
        int start = local + LOCAL_LENGTH + archive.getShort(local + 26) + archive.getShort(local + 28);
        return new InflaterInputStream(new ByteArrayInputStream(archive.array(), start, length), inflater);
    }
}
