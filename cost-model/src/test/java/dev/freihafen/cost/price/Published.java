package dev.freihafen.cost.price;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Price files written by hand in the published shapes. Sources: "Azure Retail Prices overview" (Microsoft Learn); "Get
 * publicly available Google Cloud pricing information" and the reference of {@code services.skus.list} (Google Cloud);
 * "Reading the service price list file for an AWS service" (AWS Billing). The prices are invented.
 */
final class Published {

    static final Instant FETCHED = Instant.parse("2026-09-02T06:00:00Z");

    private Published() {}

    /** Reads a stream as one of the readers does. */
    interface Reader {
        PriceFile read(InputStream stream, String file, Instant fetchedAt, Selection selection) throws IOException;
    }

    static String text(String file) {
        try (InputStream stream = Published.class.getResourceAsStream("/price/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static PriceFile read(Reader reader, String text) {
        return read(reader, text, Selection.ALL);
    }

    static PriceFile read(Reader reader, String text, Selection selection) {
        try {
            return reader.read(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "prices.json", FETCHED, selection);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static PriceRow row(PriceFile file, Purchase purchase, OperatingSystem operatingSystem) {
        List<PriceRow> found = file.rows().stream()
                .filter(row -> row.purchase() == purchase && row.operatingSystem() == operatingSystem)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " rows of " + purchase + " for " + operatingSystem);
        }
        return found.getFirst();
    }
}
