/** Tokens for machines: of people, for one team, for a while; and those of pods. */
@NullMarked
package dev.freihafen.platform.token;

import org.jspecify.annotations.NullMarked;
