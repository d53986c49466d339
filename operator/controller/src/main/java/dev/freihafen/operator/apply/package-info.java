/** The only writer of native objects. */
@NullMarked
package dev.freihafen.operator.apply;

import org.jspecify.annotations.NullMarked;
