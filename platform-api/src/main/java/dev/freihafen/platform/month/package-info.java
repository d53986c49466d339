/** The month: what finance enters, its statement, review, disputes, close, corrections and reopening. */
@NullMarked
package dev.freihafen.platform.month;

import org.jspecify.annotations.NullMarked;
