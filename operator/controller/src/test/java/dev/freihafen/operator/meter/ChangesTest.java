package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String MADE =
            "{manager: m, operation: Update, time: \"2026-09-01T10:00:00Z\", fieldsV1: {\"f:metadata\": {\"f:labels\": {}}}}";

    @Test
    void thatAnObjectWasMadeIsNoChange() {
        assertThat(Changes.ofFacts(pod(MADE))).isEmpty();
    }

    @Test
    void aLaterChangeOfLabelsOrRequestsIsOne() {
        assertThat(Changes.ofFacts(pod(MADE + ", " + MADE.replace("10:00", "10:30"))))
                .contains(Instant.parse("2026-09-01T10:30:00Z"));
        assertThat(Changes.ofFacts(pod(MADE
                        + ", {manager: m, operation: Update, subresource: resize, time: \"2026-09-01T10:40:00Z\"}")))
                .contains(Instant.parse("2026-09-01T10:40:00Z"));
    }

    @Test
    void annotationsAndStatusAreNotFacts() {
        Pod pod = pod(
                MADE
                        + ", {manager: k, operation: Update, subresource: status, time: \"2026-09-01T11:00:00Z\", fieldsV1: {\"f:status\": {}}}"
                        + ", {manager: k, operation: Update, time: \"2026-09-01T11:00:00Z\", fieldsV1: {\"f:metadata\": {\"f:annotations\": {}}}}");

        assertThat(Changes.ofFacts(pod)).isEmpty();
        assertThat(Changes.ofStatus(pod)).contains(Instant.parse("2026-09-01T11:00:00Z"));
    }

    private static Pod pod(String managed) {
        return Serialization.unmarshal(
                "kind: Pod\napiVersion: v1\nmetadata: {name: p, creationTimestamp: \"2026-09-01T10:00:00Z\", managedFields: ["
                        + managed + "]}",
                Pod.class);
    }
}
