package dev.freihafen.platform.budget;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Lets a team work on though its budget is used up.
 *
 * @param reason for the audit
 * @param until RFC 3339; at most 31 days from now
 */
@Schema(name = "BudgetOverride", examples = """
                {"reason":"the quarter's model must be trained","until":"2026-12-01T00:00:00Z"}""")
record OverrideBody(
        @NotBlank @Size(max = 300) String reason, @NotNull Instant until) {}
