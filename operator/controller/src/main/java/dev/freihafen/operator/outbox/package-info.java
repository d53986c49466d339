/** The one acknowledged way from this operator to the platform API: usage, events and logs. */
@NullMarked
package dev.freihafen.operator.outbox;

import org.jspecify.annotations.NullMarked;
