/** The operator's configuration and wiring. */
@NullMarked
package dev.freihafen.operator;

import org.jspecify.annotations.NullMarked;
