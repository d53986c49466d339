/** Months on a real PostgreSQL. */
@NullMarked
package dev.freihafen.platform.month;

import org.jspecify.annotations.NullMarked;
