/** Teams: a namespace with quota, limits, network policies and rights. */
@NullMarked
package dev.freihafen.operator.team;

import org.jspecify.annotations.NullMarked;
