package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.PodReasons;

/** The API server refused the object, such as for a quota or a policy; the message has its words. */
public final class RefusedException extends ApplyException {
    private static final long serialVersionUID = 1;

    RefusedException(String object, String words) {
        super(PodReasons.refused(object, words));
    }
}
