/** A stand-in for a Kubeflow Pipelines server, for tests. */
@NullMarked
package dev.freihafen.kfp;

import org.jspecify.annotations.NullMarked;
