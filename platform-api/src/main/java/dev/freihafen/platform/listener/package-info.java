/** Ports beside the API's own, before the same routes. */
@NullMarked
package dev.freihafen.platform.listener;

import org.jspecify.annotations.NullMarked;
