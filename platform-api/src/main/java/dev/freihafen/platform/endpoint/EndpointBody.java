package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint to be created.
 *
 * @param name DNS label of at most 40 characters, unique in the team
 * @param model the model it serves; or
 * @param modelVersion a version of the team's registry, resolved now: what an alias stands for later changes nothing
 * @param hardwareClass name of a hardware class
 * @param replicas how many pods; one when absent
 */
@Schema(name = "Endpoint", examples = """
                {"name":"digits","model":{"uri":"pvc://models/2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10/publish/model",\
                "format":"sklearn","name":"digits"},"hardwareClass":"small","replicas":{"min":1,"max":1}}""")
record EndpointBody(
        @NotNull
        @Pattern(
                regexp = "[a-z]([-a-z0-9]{0,38}[a-z0-9])?",
                message = "must be 1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last")
        String name,

        @Nullable ServedModel model,
        @Nullable @Valid ModelVersionName modelVersion,
        @NotNull @Size(min = 1, max = 40) String hardwareClass,
        @Nullable Replicas replicas) {
    /**
     * A version of a model.
     *
     * @param model name of the model
     * @param version its number, or an alias such as production
     */
    @Schema(name = "ModelVersionName", examples = "{\"model\":\"digits\",\"version\":\"production\"}")
    record ModelVersionName(
            @NotNull @Size(min = 1, max = 63) String model,
            @NotNull @Size(min = 1, max = 40) String version) {}
}
