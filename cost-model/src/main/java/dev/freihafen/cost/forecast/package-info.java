/** What a month is expected to end with. Pure: no clock, no IO. */
@NullMarked
package dev.freihafen.cost.forecast;

import org.jspecify.annotations.NullMarked;
