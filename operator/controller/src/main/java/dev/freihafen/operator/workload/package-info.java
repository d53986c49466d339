/** What workspaces, endpoints and runs have in common: labels, restricted pods, and reasons in plain sentences. */
@NullMarked
package dev.freihafen.operator.workload;

import org.jspecify.annotations.NullMarked;
