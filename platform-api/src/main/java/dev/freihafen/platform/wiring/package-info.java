/** Beans that libraries need. */
@NullMarked
package dev.freihafen.platform.wiring;

import org.jspecify.annotations.NullMarked;
