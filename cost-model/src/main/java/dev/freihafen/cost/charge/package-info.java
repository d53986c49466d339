/** What usage costs: charges of intervals at a rate card, running costs, prices per hour, rounding. */
@NullMarked
package dev.freihafen.cost.charge;

import org.jspecify.annotations.NullMarked;
