package dev.freihafen.platform.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a projected token of a pod says of itself. Nothing here is verified: it tells whom to ask and where to go, never who
 * somebody is. Pure.
 *
 * @param namespace of the pod
 */
public record PodToken(String namespace) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PARTS = 3;

    /** Reads a token, if it is one of a pod for that audience. */
    public static Optional<PodToken> read(String token, String audience) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            JsonNode audiences = claims.path("aud");
            boolean forUs = audiences.isArray()
                    ? StreamSupport.stream(audiences.spliterator(), false)
                            .anyMatch(one -> audience.equals(one.textValue()))
                    : audience.equals(audiences.textValue());
            String namespace = claims.path("kubernetes.io").path("namespace").textValue();
            return forUs && namespace != null ? Optional.of(new PodToken(namespace)) : Optional.empty();
        } catch (IOException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** The team whose namespace it is. */
    public Optional<String> team() {
        return namespace.startsWith("team-") ? Optional.of(namespace.substring("team-".length())) : Optional.empty();
    }
}
