/** The ledger of usage in PostgreSQL, and how far each cluster is known. */
@NullMarked
package dev.freihafen.platform.ledger;

import org.jspecify.annotations.NullMarked;
