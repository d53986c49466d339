/** What stopping idle work, scaling to zero and spot capacity have saved. Pure: no clock, no IO. */
@NullMarked
package dev.freihafen.cost.savings;

import org.jspecify.annotations.NullMarked;
