package dev.freihafen.platform.model;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An alias, such as production, and what it stands for.
 *
 * @param version number of the version
 */
@Schema(name = "ModelAlias", examples = """
                {"model":"digits","alias":"production","version":3,"changedBy":"scientist",\
                "changedAt":"2026-11-25T08:00:00Z"}""")
record AliasView(String model, String alias, int version, String changedBy, Instant changedAt) {
    static AliasView of(ModelStore.Alias alias) {
        return new AliasView(alias.model(), alias.alias(), alias.version(), alias.changedBy(), alias.changedAt());
    }
}
