/** Hardware classes by REST, and what they cost an hour. */
@NullMarked
package dev.freihafen.platform.hardware;

import org.jspecify.annotations.NullMarked;
