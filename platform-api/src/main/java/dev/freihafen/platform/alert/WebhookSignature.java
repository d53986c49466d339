package dev.freihafen.platform.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature of a webhook: HMAC-SHA256 (RFC 2104) of {@code <seconds>.<body>} under the shared secret. The time is signed
 * too, so that an old message cannot be sent again as a new one. Pure.
 */
final class WebhookSignature {
    /** Header that carries {@code t=<seconds since 1970>,v1=<64 hexadecimal digits>}. */
    static final String HEADER = "Freihafen-Signature";

    private WebhookSignature() {}

    static String of(String body, Instant at, String secret) {
        String seconds = String.valueOf(at.getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
