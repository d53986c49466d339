/** Idempotency-Key: a create that is sent twice makes one thing. */
@NullMarked
package dev.freihafen.platform.idempotency;

import org.jspecify.annotations.NullMarked;
