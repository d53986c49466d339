/** Pipelines for those who begin. */
@NullMarked
package dev.freihafen.platform.template;

import org.jspecify.annotations.NullMarked;
