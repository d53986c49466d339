package dev.freihafen.platform.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    /** Checked with: printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac secret. */
    @Test
    void itIsTheHmacOfTimeAndBody() {
        assertThat(WebhookSignature.of("{\"a\":1}", Instant.ofEpochSecond(1_790_000_000), "secret"))
                .isEqualTo("t=1790000000,v1=da8fe498621aaab99d5b11c51346b13d1a2bf2914b865b8d3edd3531cab25a3e");
    }

    @Test
    void itChangesWithTimeBodyAndSecret() {
        String one = WebhookSignature.of("{}", Instant.ofEpochSecond(1), "secret");
        assertThat(WebhookSignature.of("{}", Instant.ofEpochSecond(2), "secret"))
                .isNotEqualTo(one);
        assertThat(WebhookSignature.of("[]", Instant.ofEpochSecond(1), "secret"))
                .isNotEqualTo(one);
        assertThat(WebhookSignature.of("{}", Instant.ofEpochSecond(1), "other")).isNotEqualTo(one);
    }
}
