package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Values that a component has.
 *
 * @param parameters by name, as JSON
 * @param artifacts by name; each a JSON array of artifacts
 */
record Scope(Map<String, JsonNode> parameters, Map<String, JsonNode> artifacts) {
    static final Scope EMPTY = new Scope(Map.of(), Map.of());

    Scope {
        parameters = Map.copyOf(parameters);
        artifacts = Map.copyOf(artifacts);
    }
}
