package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.platform.identity.TeamKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Requests that tests submit. */
public final class RunFixtures {
    private RunFixtures() {}

    /** A sound pipeline with one step, a required text and an optional number. */
    public static String hello() {
        try (InputStream file = RunFixtures.class.getResourceAsStream("/pipelines/hello.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A sound request. */
    public static JsonObject request() {
        return request(hello());
    }

    /** The same request with another pipeline. */
    public static JsonObject request(String ir) {
        return new JsonObject().put("ir", ir).put("parameters", new JsonObject().put("greeting", "moin"));
    }

    /** A run as it is written before the cluster knows of it. */
    static NewRun written(TeamKey team, String greeting) {
        return new NewRun(
                UUID.randomUUID(),
                team,
                "local",
                "hello",
                null,
                null,
                "sha256:" + "a".repeat(64),
                hello(),
                JsonNodeFactory.instance.objectNode().put("greeting", greeting),
                null,
                null,
                "scientist",
                RunTerms.NONE,
                null,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }
}
