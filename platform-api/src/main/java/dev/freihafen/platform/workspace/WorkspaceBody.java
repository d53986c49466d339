package dev.freihafen.platform.workspace;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A workspace to be created.
 *
 * @param name DNS label of at most 40 characters, unique in the team
 * @param image container image that serves JupyterLab; the platform's own when absent
 * @param hardwareClass name of a hardware class
 * @param storage size of its volume as a Kubernetes quantity
 */
@Schema(name = "Workspace", examples = """
                {"name":"notebook","hardwareClass":"small","storage":"5Gi"}""")
record WorkspaceBody(
        @NotNull
        @Pattern(
                regexp = "[a-z]([-a-z0-9]{0,38}[a-z0-9])?",
                message = "must be 1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last")
        String name,

        @Nullable @Size(min = 1, max = 512) String image,
        @NotNull @Size(min = 1, max = 40) String hardwareClass,
        @Nullable @Size(min = 1, max = 32) String storage) {}
