/** Pipelines and their immutable versions. */
@NullMarked
package dev.freihafen.platform.pipeline;

import org.jspecify.annotations.NullMarked;
