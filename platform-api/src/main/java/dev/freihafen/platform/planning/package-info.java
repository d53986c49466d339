/** What a team's month is expected to end with, and what the team has saved. */
@NullMarked
package dev.freihafen.platform.planning;

import org.jspecify.annotations.NullMarked;
