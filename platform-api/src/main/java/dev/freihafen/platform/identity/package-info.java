/** Who calls and what the caller may do: one table, one decision function. */
@NullMarked
package dev.freihafen.platform.identity;

import org.jspecify.annotations.NullMarked;
