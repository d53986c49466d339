package dev.freihafen.cost.price;

import java.time.Instant;
import java.util.List;

/**
 * A price file that was read whole and without a fault.
 *
 * @param file its name, as the caller gave it
 * @param sha256 of its bytes, hexadecimal: the evidence of what was published
 * @param fetchedAt when the caller fetched it
 * @param rows in the order of the file
 * @param nextPage where the next page is; empty for the last, and for files without pages
 */
public record PriceFile(
        Provider provider, String file, String sha256, Instant fetchedAt, List<PriceRow> rows, String nextPage) {

    public PriceFile {
        rows = List.copyOf(rows);
    }

    /** The source of a rate that is taken from a row of this file. */
    public String source(PriceRow row) {
        return provider.text() + " " + row.sku() + ", fetched " + fetchedAt + ", sha256 " + sha256;
    }
}
