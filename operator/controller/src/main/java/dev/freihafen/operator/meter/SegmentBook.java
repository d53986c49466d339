package dev.freihafen.operator.meter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of segments in the cluster, in config maps of the platform's namespace, where no team reaches them. A
 * record is written before its rows are offered, so an operator that is started again begins no segment twice.
 *
 * <p>Not safe for use by several threads.
 */
final class SegmentBook {
    private static final Logger LOG = Logger.getLogger(SegmentBook.class);
    /** A config map holds 1 MiB, a record takes about 1 KiB: room for 30,000 objects. */
    private static final int PARTS = 32;

    private static final String LABEL = "freihafen.dev/meter";
    private static final String SEGMENTS = "segments";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, String> written = new HashMap<>();

    SegmentBook(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** All records, by the uid of their object. */
    Map<String, SegmentRecord> load() {
        Map<String, SegmentRecord> records = new TreeMap<>();
        written.clear();
        for (ConfigMap part : client.configMaps()
                .inNamespace(namespace)
                .withLabel(LABEL, SEGMENTS)
                .list()
                .getItems()) {
            if (part.getData() != null) {
                written.putAll(part.getData());
            }
        }
        written.forEach((uid, text) -> read(uid, text).ifPresent(found -> records.put(uid, found)));
        return records;
    }

    /** Writes the record, unless it is there already. */
    void keep(String uid, SegmentRecord segments) {
        String text = text(segments);
        if (!text.equals(written.get(uid))) {
            write(part(uid), new TreeMap<>(Map.of(uid, text)));
            written.put(uid, text);
        }
    }

    /** Takes records away. */
    void drop(Collection<String> uids) {
        Map<String, Map<String, @Nullable String>> byPart = new TreeMap<>();
        uids.stream()
                .filter(written::containsKey)
                .forEach(uid -> byPart.computeIfAbsent(part(uid), key -> new TreeMap<>())
                        .put(uid, null));
        byPart.forEach((part, gone) -> {
            write(part, gone);
            written.keySet().removeAll(gone.keySet());
        });
    }

    private void write(String part, Map<String, @Nullable String> data) {
        try {
            client.configMaps()
                    .inNamespace(namespace)
                    .withName(part)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), text(Map.of("data", data)));
        } catch (KubernetesClientException missing) {
            if (missing.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw missing;
            }
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(part)
                            .withNamespace(namespace)
                            .addToLabels(LABEL, SEGMENTS)
                            .endMetadata()
                            .withData(data)
                            .build())
                    .create();
        }
    }

    private static String part(String uid) {
        return "meter-segments-" + Math.floorMod(uid.hashCode(), PARTS);
    }

    private static Optional<SegmentRecord> read(String uid, String text) {
        try {
            return Optional.of(JSON.readValue(text, SegmentRecord.class));
        } catch (JsonProcessingException unreadable) {
            LOG.errorf(
                    unreadable, "the kept segments of object %s cannot be read; it is told from its first start", uid);
            return Optional.empty();
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records and texts can be written", impossible);
        }
    }
}
