package dev.freihafen.platform.kfp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextPageToken null on the last page
 * @param total how many there are on all pages
 */
record Listed<T>(List<T> items, @Nullable String nextPageToken, int total) {
    Listed {
        items = List.copyOf(items);
    }
}
