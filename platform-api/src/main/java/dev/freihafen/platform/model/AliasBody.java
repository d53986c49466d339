package dev.freihafen.platform.model;

import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an alias shall stand for.
 *
 * @param version number of a version
 */
@Schema(name = "ModelAliasTarget", examples = "{\"version\":3}")
record AliasBody(@Min(1) int version) {}
