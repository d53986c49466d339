package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far this cluster has been observed.
 *
 * @param observedUntil time of the API server up to which every fact was told, RFC 3339 UTC, whole seconds
 * @param complete whether every row known then was acknowledged before, or is in the same batch
 * @param full true when {@code objects} names every object that lasts; absent otherwise
 * @param objects uids of the objects that last, only with {@code full}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Watermark(
        String observedUntil,
        boolean complete,
        @Nullable Boolean full,
        @Nullable List<String> objects) {
    /** A watermark that says nothing of which objects last. */
    public static Watermark until(String observedUntil) {
        return new Watermark(observedUntil, true, null, null);
    }

    /** A watermark after a full list. The outbox adds all that was offered since the list began. */
    public static Watermark full(String observedUntil, List<String> objects) {
        return new Watermark(observedUntil, true, true, List.copyOf(objects));
    }

    @JsonIgnore
    boolean isFull() {
        return full != null && full;
    }

    boolean isAsFarAs(Watermark other) {
        return observedUntil.equals(other.observedUntil) && isFull() == other.isFull();
    }
}
