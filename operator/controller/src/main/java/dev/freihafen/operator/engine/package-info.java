/**
 * The built-in pipeline engine. What it decides is a pure function ({@code Planner}): what is recorded and what is seen go in,
 * what to record and which pods to make or end come out. {@code BuiltInEngine} carries that out.
 */
@NullMarked
package dev.freihafen.operator.engine;

import org.jspecify.annotations.NullMarked;
