/** The document of a closed month: everything that its lines follow from, in canonical JSON with its hash. */
@NullMarked
package dev.freihafen.cost.document;

import org.jspecify.annotations.NullMarked;
