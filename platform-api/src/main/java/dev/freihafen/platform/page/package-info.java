/** Pages of lists. */
@NullMarked
package dev.freihafen.platform.page;

import org.jspecify.annotations.NullMarked;
