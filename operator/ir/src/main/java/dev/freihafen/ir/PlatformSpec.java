package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second document: what only some platforms know, such as {@code kubernetes}. */
public record PlatformSpec(Map<String, SinglePlatformSpec> platforms) {
    public PlatformSpec {
        platforms = Copies.map(platforms);
    }

    /** One platform. */
    public record SinglePlatformSpec(
            @Nullable PlatformDeployment deploymentSpec,
            @Nullable String platform,
            @Nullable JsonNode config,
            @Nullable JsonNode pipelineConfig) {}

    /** Fields by executor label. */
    public record PlatformDeployment(Map<String, JsonNode> executors) {
        public PlatformDeployment {
            executors = Copies.map(executors);
        }
    }
}
