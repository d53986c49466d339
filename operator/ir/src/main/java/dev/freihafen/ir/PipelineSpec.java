package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first document: what a compiled pipeline is.
 *
 * @param pipelineInfo its name
 * @param deploymentSpec what its tasks execute
 * @param sdkVersion the compiler, such as {@code kfp-2.17.3}
 * @param schemaVersion {@code 2.1.0}
 * @param components what its tasks can be, by name
 * @param root the outermost component, a DAG
 * @param defaultPipelineRoot where artifacts would go on other engines; has no effect here
 */
public record PipelineSpec(
        @Nullable PipelineInfo pipelineInfo,
        @Nullable DeploymentSpec deploymentSpec,
        @Nullable String sdkVersion,
        @Nullable String schemaVersion,
        Map<String, ComponentSpec> components,
        @Nullable ComponentSpec root,
        @Nullable String defaultPipelineRoot) {
    public PipelineSpec {
        components = Copies.map(components);
    }

    /** Name and words about it. */
    public record PipelineInfo(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String description) {}

    /** What tasks execute, by label. */
    public record DeploymentSpec(Map<String, ExecutorSpec> executors) {
        public DeploymentSpec {
            executors = Copies.map(executors);
        }
    }

    /** One of these is given. */
    public record ExecutorSpec(
            @Nullable ContainerSpec container,
            @Nullable JsonNode importer,
            @Nullable JsonNode resolver,
            @Nullable JsonNode customJob) {}

    /** A container; its strings may hold placeholders. */
    public record ContainerSpec(
            @Nullable String image,
            List<String> command,
            List<String> args,
            @Nullable JsonNode lifecycle,
            @Nullable ResourceSpec resources,
            List<EnvVar> env) {
        public ContainerSpec {
            command = Copies.list(command);
            args = Copies.list(args);
            env = Copies.list(env);
        }
    }

    /** An environment variable. */
    public record EnvVar(@Nullable String name, @Nullable String value) {}

    /**
     * What a container wants. The strings are Kubernetes quantities and win over the numbers, which are cores and GB
     * (10^9 bytes).
     */
    public record ResourceSpec(
            @Nullable Double cpuLimit,
            @Nullable Double memoryLimit,
            @Nullable Double cpuRequest,
            @Nullable Double memoryRequest,
            @Nullable String resourceCpuLimit,
            @Nullable String resourceMemoryLimit,
            @Nullable String resourceCpuRequest,
            @Nullable String resourceMemoryRequest,
            @Nullable AcceleratorConfig accelerator) {}

    /** Devices; {@code resourceType} and {@code resourceCount} win over the other two. */
    public record AcceleratorConfig(
            @Nullable String type,
            @JsonDeserialize(using = Int64.class) @Nullable Long count,
            @Nullable String resourceType,
            @Nullable String resourceCount) {}
}
