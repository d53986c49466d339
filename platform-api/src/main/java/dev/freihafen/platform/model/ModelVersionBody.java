package dev.freihafen.platform.model;

import dev.freihafen.api.v1alpha1.ServedModel;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A version to be made.
 *
 * @param artifact id of an artifact of type system.Model, of a run that has succeeded
 * @param format in which the model was written; sklearn when absent
 * @param description for people
 */
@Schema(name = "NewModelVersion", examples = """
                {"artifact":"0b8d9c1e-6a77-4d0e-9b43-1f7f0f6f2f11","format":"sklearn",\
                "description":"Trained on the digits of November"}""")
record ModelVersionBody(
        @NotNull UUID artifact,
        ServedModel.@Nullable Format format,
        @Nullable @Size(max = 1000) String description) {}
