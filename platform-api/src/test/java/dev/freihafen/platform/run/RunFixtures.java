package dev.freihafen.platform.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
}
