/** Runs of pipelines: taken in, handed to the cluster, remembered. */
@NullMarked
package dev.freihafen.platform.run;

import org.jspecify.annotations.NullMarked;
