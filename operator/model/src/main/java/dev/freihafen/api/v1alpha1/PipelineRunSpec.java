package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One run to be made. Everything but {@code cancelRequested} is immutable.
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
@ValidationRule(
        value = "!oldSelf.cancelRequested || self.cancelRequested",
        message = "spec.cancelRequested cannot be taken back")
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
        @Required @Size(min = 1, max = 253) String owner) {
    /** Which engine runs it. */
    public enum Engine {
        /** The best that the ClusterProfile found. */
        Auto,
        /** The built-in engine: pods straight on Kubernetes. */
        BuiltIn
    }
}
