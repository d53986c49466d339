package dev.freihafen.platform.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items the items
 * @param nextPageToken where the next page begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }

    /** The same page of other things. */
    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), nextPageToken);
    }

    /**
     * The part of a whole list that is asked for.
     *
     * @param all all items, sorted by key
     * @param key the unique key
     */
    public static <T> Page<T> of(List<T> all, PageRequest request, Function<T, String> key) {
        String after = request.after().orElse("");
        List<T> rest = all.stream()
                .filter(item -> key.apply(item).compareTo(after) > 0)
                .toList();
        if (rest.size() <= request.size()) {
            return new Page<>(rest, null);
        }
        List<T> part = rest.subList(0, request.size());
        return new Page<>(part, PageRequest.tokenAfter(key.apply(part.getLast())));
    }
}
