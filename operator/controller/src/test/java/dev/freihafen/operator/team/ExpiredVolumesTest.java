package dev.freihafen.operator.team;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpiredVolumesTest {
    private static final String EXPIRES = "freihafen.dev/expires-at";

    @Test
    void aVolumeExpiresAtItsInstantAndNotBefore() {
        Map<String, String> annotations = Map.of(EXPIRES, "2026-12-01T10:00:00Z");
        assertThat(ExpiredVolumes.isExpired(annotations, Instant.parse("2026-12-01T09:59:59Z")))
                .isFalse();
        assertThat(ExpiredVolumes.isExpired(annotations, Instant.parse("2026-12-01T10:00:00Z")))
                .isTrue();
    }

    @Test
    void aVolumeInUseNeverExpires() {
        assertThat(ExpiredVolumes.isExpired(Map.of(), Instant.MAX)).isFalse();
        assertThat(ExpiredVolumes.isExpired(null, Instant.MAX)).isFalse();
    }
}
