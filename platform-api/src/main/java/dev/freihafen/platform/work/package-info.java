/** What the REST of workspaces and of endpoints has in common: resources in the namespaces of teams. */
@NullMarked
package dev.freihafen.platform.work;

import org.jspecify.annotations.NullMarked;
