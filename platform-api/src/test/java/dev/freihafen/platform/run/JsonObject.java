package dev.freihafen.platform.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON object that tests build piece by piece. */
public final class JsonObject {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Sets a field: text, number, boolean, list or another object. */
    public JsonObject put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** Another object with the same fields. */
    public JsonObject copy() {
        var copy = new JsonObject();
        copy.fields.putAll(fields);
        return copy;
    }

    /** A field that holds text. */
    public String text(String name) {
        return (String) Objects.requireNonNull(fields.get(name));
    }

    /** A field that holds an object. */
    public JsonObject object(String name) {
        return (JsonObject) Objects.requireNonNull(fields.get(name));
    }

    /** A field that holds a list. */
    public List<?> list(String name) {
        return (List<?>) Objects.requireNonNull(fields.get(name));
    }

    /** The object as JSON. */
    public String encode() {
        try {
            return JSON.writeValueAsString(plain(this));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            Map<String, Object> plain = new LinkedHashMap<>();
            object.fields.forEach((name, field) -> plain.put(name, plain(field)));
            return plain;
        }
        return value instanceof List<?> list
                ? list.stream().map(JsonObject::plain).toList()
                : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && fields.equals(object.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return encode();
    }
}
