/** Tests on the whole local platform, through its front doors, with the cluster and the ledger as witnesses. */
@NullMarked
package dev.freihafen.e2e;

import org.jspecify.annotations.NullMarked;
