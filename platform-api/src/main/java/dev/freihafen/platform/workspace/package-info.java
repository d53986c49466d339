/** Interactive workspaces by REST. */
@NullMarked
package dev.freihafen.platform.workspace;

import org.jspecify.annotations.NullMarked;
