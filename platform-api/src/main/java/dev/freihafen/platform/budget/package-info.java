/** Budgets of teams: what may be spent in a month, and what happens when it is. */
@NullMarked
package dev.freihafen.platform.budget;

import org.jspecify.annotations.NullMarked;
