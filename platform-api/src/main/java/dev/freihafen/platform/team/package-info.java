/** Teams: directory, roles and REST. */
@NullMarked
package dev.freihafen.platform.team;

import org.jspecify.annotations.NullMarked;
