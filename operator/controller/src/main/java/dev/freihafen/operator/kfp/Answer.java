package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What came of a request to Kubeflow Pipelines. */
sealed interface Answer {
    /** Done. */
    record Done(JsonNode body) implements Answer {}

    /**
     * An error that somebody answered. Of 500 and more nothing can be concluded: what was asked for may be done, or be done later.
     *
     * @param status HTTP status
     * @param message its words
     */
    record Refused(int status, String message) implements Answer {}

    /**
     * Nobody answered, or somebody said that nobody is there. What was asked for may be done, or be done later.
     *
     * @param cause a plain phrase
     * @param retryAfter how long to wait, zero where nothing says so
     */
    record Silence(String cause, Duration retryAfter) implements Answer {}
}
