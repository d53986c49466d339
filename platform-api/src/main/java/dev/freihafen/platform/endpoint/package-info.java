/** Served models by REST. */
@NullMarked
package dev.freihafen.platform.endpoint;

import org.jspecify.annotations.NullMarked;
