/** Interactive workspaces. */
@NullMarked
package dev.freihafen.operator.workspace;

import org.jspecify.annotations.NullMarked;
