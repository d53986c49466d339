/** The month of a cluster as finance sees it: statements whose lines sum to the bill, and corrections of closed months. */
@NullMarked
package dev.freihafen.cost.statement;

import org.jspecify.annotations.NullMarked;
