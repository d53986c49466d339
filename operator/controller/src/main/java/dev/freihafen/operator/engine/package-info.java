/**
 * The built-in pipeline engine as a pure function: what is recorded and what is seen go in, what to record and which pods to
 * make or end come out. It has no client, clock or memory.
 */
@NullMarked
package dev.freihafen.operator.engine;

import org.jspecify.annotations.NullMarked;
