/** Prices and costs, from the rate cards and the ledger. */
@NullMarked
package dev.freihafen.platform.cost;

import org.jspecify.annotations.NullMarked;
