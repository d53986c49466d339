package dev.freihafen.platform.work;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Function;

/**
 * A kind of work.
 *
 * @param type its custom resource
 * @param noun for sentences, such as {@code workspace}; with an s it is the path segment and the operation of its
 *     Idempotency-Keys
 * @param owner account that created it
 */
public record WorkKind<T extends HasMetadata>(Class<T> type, String noun, Function<T, String> owner) {
    String plural() {
        return noun + "s";
    }
}
