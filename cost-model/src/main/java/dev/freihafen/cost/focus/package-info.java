/**
 * Statements as FOCUS 1.2 and 1.4 cost and usage data (FinOps Open Cost and Usage Specification): one row per line and
 * UTC day.
 */
@NullMarked
package dev.freihafen.cost.focus;

import org.jspecify.annotations.NullMarked;
