/** Hardware classes: whether the cluster has such hardware. */
@NullMarked
package dev.freihafen.operator.hardware;

import org.jspecify.annotations.NullMarked;
