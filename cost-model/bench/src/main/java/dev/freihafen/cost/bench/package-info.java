/** Benchmarks of the cost model's pure parts. */
@NullMarked
package dev.freihafen.cost.bench;

import org.jspecify.annotations.NullMarked;
