/** Errors as RFC 9457 problems, or as clients of Kubeflow Pipelines read them: one sealed exception, one mapper. */
@NullMarked
package dev.freihafen.platform.problem;

import org.jspecify.annotations.NullMarked;
