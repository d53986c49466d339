/** Errors as RFC 9457 problems: one sealed exception, one mapper, nothing of the inside leaves. */
@NullMarked
package dev.freihafen.platform.problem;

import org.jspecify.annotations.NullMarked;
