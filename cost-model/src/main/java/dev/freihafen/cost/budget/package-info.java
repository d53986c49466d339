/** Budgets: how far one is used, which alerts are due, and whether new work still fits. Pure: no clock, no IO. */
@NullMarked
package dev.freihafen.cost.budget;

import org.jspecify.annotations.NullMarked;
