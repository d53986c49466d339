/** The feed from the operators: usage, events and logs, acknowledged row by row. */
@NullMarked
package dev.freihafen.platform.usage;

import org.jspecify.annotations.NullMarked;
