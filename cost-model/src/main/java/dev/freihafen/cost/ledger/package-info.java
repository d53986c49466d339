/** Metered facts: usage intervals, and the law by which a ledger takes them in, in any order and any number of times. */
@NullMarked
package dev.freihafen.cost.ledger;

import org.jspecify.annotations.NullMarked;
