package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Placeholders of input parameters, {@code {{$.inputs.parameters['name']}}}, as far as their values are known before a run. */
public final class Placeholders {
    private static final Pattern INPUT = Pattern.compile("\\{\\{\\$\\.inputs\\.parameters\\['([^']*)'\\]\\}\\}");

    private Placeholders() {}

    /**
     * The text with the values in place of the placeholders; empty when one of them is not known.
     *
     * @param known values by name
     */
    public static Optional<String> resolve(String text, Map<String, JsonNode> known) {
        Matcher placeholder = INPUT.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (placeholder.find()) {
            JsonNode value = known.get(placeholder.group(1));
            if (value == null) {
                return Optional.empty();
            }
            placeholder.appendReplacement(
                    resolved, Matcher.quoteReplacement(value.isValueNode() ? value.asText() : value.toString()));
        }
        return Optional.of(placeholder.appendTail(resolved).toString());
    }

    /**
     * The inputs of a task, where texts may speak of its other inputs; an input that speaks of one which is not known is
     * left out.
     *
     * @param inputs values by name, constants as the compiler wrote them
     */
    public static Map<String, JsonNode> resolve(Map<String, JsonNode> inputs) {
        Map<String, JsonNode> resolved = new HashMap<>();
        inputs.forEach((name, value) -> {
            if (value.isTextual()) {
                resolve(value.textValue(), inputs).ifPresent(text -> resolved.put(name, TextNode.valueOf(text)));
            } else {
                resolved.put(name, value);
            }
        });
        return resolved;
    }
}
