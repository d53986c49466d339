/** What every operation of the OpenAPI document has in common. */
@NullMarked
package dev.freihafen.platform.openapi;

import org.jspecify.annotations.NullMarked;
