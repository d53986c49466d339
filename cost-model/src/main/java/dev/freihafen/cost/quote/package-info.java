/** What work will cost before it is submitted: workspaces, endpoints and runs, and how right the quotes were. */
@NullMarked
package dev.freihafen.cost.quote;

import org.jspecify.annotations.NullMarked;
