package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run to be made. Everything but {@code cancelRequested}, {@code stop} and {@code attempt} is immutable; the first two
 * are taken back with a new attempt only.
 *
 * @param pipeline name of the pipeline, for people and for cost
 * @param versionDigest {@code sha256:<hex>} of the compiled pipeline
 * @param ir the compiled Kubeflow Pipelines intermediate representation, YAML or JSON, at most 262,144 bytes
 * @param parameters JSON object of the pipeline's parameters
 * @param engine which engine runs it
 * @param hardwareClass HardwareClass of the steps; where it is absent the steps' own requests hold
 * @param deadline longest time from acceptance to the end, such as {@code 90m}
 * @param cancelRequested true once somebody asked to cancel; never goes back
 * @param owner account that submitted it
 * @param attempt 1 for the first; one more asks for a new attempt of a run that ended without success, which reuses the steps
 *     that succeeded, and is ignored until it has ended so
 * @param stop why the run must stop: no further step begins, running ones are ended, the run has failed with this reason
 * @param priority -100 to 100; of steps that wait for the same quota those of higher priority are made first
 * @param labels the user's own words about it, at most 32; they have no effect
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.pipeline == oldSelf.pipeline", message = "spec.pipeline cannot be changed")
@ValidationRule(value = "self.versionDigest == oldSelf.versionDigest", message = "spec.versionDigest cannot be changed")
@ValidationRule(value = "self.ir == oldSelf.ir", message = "spec.ir cannot be changed")
@ValidationRule(value = "self.engine == oldSelf.engine", message = "spec.engine cannot be changed")
@ValidationRule(value = "self.owner == oldSelf.owner", message = "spec.owner cannot be changed")
@ValidationRule(
        value =
                "has(self.deadline) == has(oldSelf.deadline) && (!has(self.deadline) || self.deadline == oldSelf.deadline)",
        message = "spec.deadline cannot be changed")
@ValidationRule(
        value =
                "has(self.hardwareClass) == has(oldSelf.hardwareClass) && (!has(self.hardwareClass) || self.hardwareClass == oldSelf.hardwareClass)",
        message = "spec.hardwareClass cannot be changed")
@ValidationRule(value = "self.priority == oldSelf.priority", message = "spec.priority cannot be changed")
@ValidationRule(
        value = "has(self.labels) == has(oldSelf.labels) && (!has(self.labels) || self.labels == oldSelf.labels)",
        message = "spec.labels cannot be changed")
@ValidationRule(
        value = "self.attempt == oldSelf.attempt || self.attempt == oldSelf.attempt + 1",
        message = "spec.attempt grows by one")
@ValidationRule(
        value = "!oldSelf.cancelRequested || self.cancelRequested || self.attempt > oldSelf.attempt",
        message = "spec.cancelRequested cannot be taken back but with a new attempt")
@ValidationRule(
        value = "!has(oldSelf.stop) || (has(self.stop) && self.stop == oldSelf.stop) || self.attempt > oldSelf.attempt",
        message = "spec.stop cannot be changed but with a new attempt")
@ValidationRule(
        value = "!has(self.labels) || self.labels.all(k, k.size() <= 63 && self.labels[k].size() <= 255)",
        message = "spec.labels must have names of at most 63 and values of at most 255 characters")
@ValidationRule(
        value = "!has(self.deadline) || self.deadline.matches('[1-9]')",
        message = "spec.deadline must be above 0, such as 90m")
public record PipelineRunSpec(
        @Required @Size(min = 1, max = 128) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String pipeline,

        @Required @Pattern("^sha256:[0-9a-f]{64}$") String versionDigest,
        @Required @Size(min = 1, max = 262144) String ir,
        @Nullable @PreserveUnknownFields JsonNode parameters,
        @Required @Default("Auto") Engine engine,

        @Nullable @Size(min = 1, max = 40) @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String hardwareClass,

        @Nullable @Size(min = 2, max = 16) @Pattern("^([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,6}s)?$")
        String deadline,

        @Required @Default("false") Boolean cancelRequested,
        @Required @Size(min = 1, max = 253) String owner,
        @Required @Default("1") @Min(1) @Max(1000) Integer attempt,
        @Nullable Stop stop,
        @Required @Default("0") @Min(-100) @Max(100) Integer priority,
        @Nullable @Size(max = 32) Map<String, String> labels) {
    public PipelineRunSpec {
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /** The same with the given attempt, and nothing asked of it yet. */
    public PipelineRunSpec retried(int newAttempt) {
        return new PipelineRunSpec(
                pipeline,
                versionDigest,
                ir,
                parameters,
                engine,
                hardwareClass,
                deadline,
                false,
                owner,
                newAttempt,
                null,
                priority,
                labels);
    }

    /** The same with cancel asked for. */
    public PipelineRunSpec canceled() {
        return new PipelineRunSpec(
                pipeline,
                versionDigest,
                ir,
                parameters,
                engine,
                hardwareClass,
                deadline,
                true,
                owner,
                attempt,
                stop,
                priority,
                labels);
    }

    /**
     * Why a run must stop.
     *
     * @param reason PascalCase, such as {@code MaxCostExceeded}
     * @param message one plain sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stop(
            @Required @Size(min = 1, max = 64) @Pattern("^[A-Z][A-Za-z0-9]*$")
            String reason,

            @Required @Size(min = 1, max = 512) String message) {}

    /** Which engine runs it. */
    public enum Engine {
        /** The best that the ClusterProfile found. */
        Auto,
        /** The built-in engine: pods straight on Kubernetes. */
        BuiltIn,
        /** Kubeflow Pipelines, where the ClusterProfile found it. */
        Kfp
    }
}
