/** Rates of one's own machines, from what they cost. Pure: no clock, no IO. */
@NullMarked
package dev.freihafen.cost.build;

import org.jspecify.annotations.NullMarked;
