/** Benchmarks of the ledger on a real PostgreSQL; run by {@code deploy/bench/db.sh}. */
@NullMarked
package dev.freihafen.platform.ledger;

import org.jspecify.annotations.NullMarked;
