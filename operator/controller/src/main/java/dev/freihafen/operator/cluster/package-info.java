/** What this cluster is and can do. */
@NullMarked
package dev.freihafen.operator.cluster;

import org.jspecify.annotations.NullMarked;
