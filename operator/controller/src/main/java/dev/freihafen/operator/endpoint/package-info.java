/** Served models. */
@NullMarked
package dev.freihafen.operator.endpoint;

import org.jspecify.annotations.NullMarked;
