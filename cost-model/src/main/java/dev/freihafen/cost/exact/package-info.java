/** Exact fractions and the one place where they are rounded: splitting a total by largest remainder. */
@NullMarked
package dev.freihafen.cost.exact;

import org.jspecify.annotations.NullMarked;
