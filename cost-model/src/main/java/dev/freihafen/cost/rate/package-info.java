/** Dated prices: rates, rate cards and which rate wins at which instant. */
@NullMarked
package dev.freihafen.cost.rate;

import org.jspecify.annotations.NullMarked;
