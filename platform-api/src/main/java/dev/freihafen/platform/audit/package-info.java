/** What was done to a team's budget, by whom and why. */
@NullMarked
package dev.freihafen.platform.audit;

import org.jspecify.annotations.NullMarked;
