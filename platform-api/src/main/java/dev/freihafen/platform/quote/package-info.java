/** What runs will cost, told before they are submitted, and how right that was. */
@NullMarked
package dev.freihafen.platform.quote;

import org.jspecify.annotations.NullMarked;
