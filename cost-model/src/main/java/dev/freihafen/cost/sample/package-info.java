/** A believable month of made-up usage, for benchmarks and the demo: the same seed gives the same month. */
@NullMarked
package dev.freihafen.cost.sample;

import org.jspecify.annotations.NullMarked;
