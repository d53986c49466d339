package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.Unstorable;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request as protobuf's JSON has it: fields in snake_case or camelCase, null as good as absent, unknown ones
 * refused. Pure.
 */
final class Fields {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_BODY = 3 << 20;

    private final ObjectNode fields;

    private Fields(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * Reads a body; none is as good as an empty object.
     *
     * @param known in snake_case
     */
    static Fields read(@Nullable String body, Set<String> known) {
        if (body != null && body.length() > LARGEST_BODY) {
            throw new PlatformException.PayloadTooLarge("The request has " + body.length() + " characters, at most "
                    + LARGEST_BODY + " are read; pass data as artifacts, not inside the pipeline.");
        }
        try {
            JsonNode tree =
                    body == null || body.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            Unstorable.in(tree).ifPresent(path -> {
                throw new PlatformException.BadRequest(
                        "the field " + path + " of the body holds " + Unstorable.WHAT + "; take it out");
            });
            return of(tree, "the body", known);
        } catch (JsonProcessingException unreadable) {
            throw new PlatformException.BadRequest("The body is no JSON: " + unreadable.getOriginalMessage());
        }
    }

    /** Reads an object that is part of another. */
    static Fields of(@Nullable JsonNode tree, String what, Set<String> known) {
        if (!(tree instanceof ObjectNode object)) {
            throw new PlatformException.BadRequest(what + " must be a JSON object");
        }
        ObjectNode snake = JsonNodeFactory.instance.objectNode();
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = snakeCase(field.getKey());
            if (!known.contains(name)) {
                throw new PlatformException.BadRequest("unknown field \"" + field.getKey() + "\" in " + what);
            }
            if (!seen.add(name)) {
                throw new PlatformException.BadRequest("duplicate field \"" + field.getKey() + "\" in " + what);
            }
            if (!field.getValue().isNull()) {
                snake.set(name, field.getValue());
            }
        }
        return new Fields(snake);
    }

    /** {@code displayName} as {@code display_name}; what is in snake_case stays. */
    static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder();
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            if (letter >= 'A' && letter <= 'Z') {
                snake.append('_').append((char) (letter + ('a' - 'A')));
            } else {
                snake.append(letter);
            }
        }
        return snake.toString();
    }

    /** A text; empty when it is absent or has no characters. */
    Optional<String> text(String name) {
        JsonNode value = fields.get(name);
        if (value == null || value.isTextual() && value.textValue().isEmpty()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new PlatformException.BadRequest("the field " + name + " must be a string");
        }
        return Optional.of(value.textValue());
    }

    /** A text that must be there. */
    String required(String name) {
        return text(name).orElseThrow(() -> new PlatformException.BadRequest("the field " + name + " is missing"));
    }

    /** Anything; empty when it is absent. */
    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** An integer, which protobuf writes as a string where it is long. */
    Optional<Long> integer(String name) {
        return value(name).map(value -> {
            String text = value.asText();
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new PlatformException.BadRequest("the field " + name + " must be an integer");
            }
            return Long.valueOf(text);
        });
    }

    /** A truth value; false when it is absent. */
    boolean flag(String name) {
        JsonNode value = fields.get(name);
        if (value != null && !value.isBoolean()) {
            throw new PlatformException.BadRequest("the field " + name + " must be true or false");
        }
        return value != null && value.booleanValue();
    }

    /** An object inside. */
    Optional<Fields> object(String name, Set<String> known) {
        return value(name).map(value -> of(value, name, known));
    }
}
