package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.Scope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param team the only team it will be good for
 * @param name for people; {@code token} when absent
 * @param scopes what it may be used for; Read and Write when absent
 * @param expiresIn how long it is good, such as {@code 30d}, {@code 12h} or {@code 90m}; 30 days when absent
 */
@Schema(name = "Token", examples = """
                {"team":"fraud","name":"nightly","scopes":["Read","Write"],"expiresIn":"30d"}""")
record TokenBody(
        @NotNull @Size(min = 1, max = 40) String team,

        @Nullable
        @Pattern(
                regexp = "[A-Za-z0-9]([-._ A-Za-z0-9]{0,62})",
                message = "must be 1 to 63 letters, digits, spaces, '.', '_' and '-', beginning with a letter or digit")
        String name,

        @Nullable @Size(min = 1, max = 3) List<@NotNull Scope> scopes,

        @Nullable @Pattern(regexp = "[1-9][0-9]{0,4}[mhd]", message = "must be a number of m, h or d, such as 30d")
        String expiresIn) {}
