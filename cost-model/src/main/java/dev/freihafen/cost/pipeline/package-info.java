/** Compiled pipelines as shapes that can be quoted: what each step reserves, how often it runs. */
@NullMarked
package dev.freihafen.cost.pipeline;

import org.jspecify.annotations.NullMarked;
