/** What steps of runs have put out: artifacts with their place, type and metadata. */
@NullMarked
package dev.freihafen.platform.artifact;

import org.jspecify.annotations.NullMarked;
