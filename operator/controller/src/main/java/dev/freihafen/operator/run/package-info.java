/** Pipeline runs: gathers facts, asks the engine, writes what it says, and tells the platform API. */
@NullMarked
package dev.freihafen.operator.run;

import org.jspecify.annotations.NullMarked;
