/** The registry of models: versions made from artifacts of runs, aliases as stages, and what serves them. */
@NullMarked
package dev.freihafen.platform.model;

import org.jspecify.annotations.NullMarked;
