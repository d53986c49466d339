package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * When an object was changed, as the API server keeps it in {@code metadata.managedFields}: the time of an entry moves when
 * its manager changes a value, so it is the same however often it is read, also after a restart of this operator.
 */
final class Changes {
    private Changes() {}

    /** The last resize in place, or the last change of labels since the object was made. */
    static Optional<Instant> ofFacts(HasMetadata object) {
        String created = object.getMetadata().getCreationTimestamp();
        Optional<Instant> labels = last(object, Changes::ownsLabels)
                .filter(change -> created == null || change.isAfter(Instant.parse(created)));
        Optional<Instant> resize = last(object, entry -> "resize".equals(entry.getSubresource()));
        return Stream.concat(labels.stream(), resize.stream()).max(Instant::compareTo);
    }

    private static boolean ownsLabels(ManagedFieldsEntry entry) {
        boolean main = entry.getSubresource() == null || entry.getSubresource().isEmpty();
        return main
                && entry.getFieldsV1() != null
                && entry.getFieldsV1().getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> fields
                && fields.containsKey("f:labels");
    }

    /** The last change of the status. */
    static Optional<Instant> ofStatus(HasMetadata object) {
        return last(object, entry -> "status".equals(entry.getSubresource()));
    }

    private static Optional<Instant> last(HasMetadata object, Predicate<ManagedFieldsEntry> which) {
        List<ManagedFieldsEntry> entries = object.getMetadata().getManagedFields();
        return entries == null
                ? Optional.empty()
                : entries.stream()
                        .filter(which)
                        .map(ManagedFieldsEntry::getTime)
                        .filter(Objects::nonNull)
                        .map(Instant::parse)
                        .max(Instant::compareTo);
    }
}
