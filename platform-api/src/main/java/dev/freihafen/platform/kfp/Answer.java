package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object of an answer; what is unset has no field, and times are RFC 3339 in UTC. */
final class Answer {
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();

    Answer put(String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
        return this;
    }

    Answer put(String field, @Nullable Instant value) {
        return put(field, value == null ? null : value.toString());
    }

    Answer put(String field, boolean value) {
        object.put(field, value);
        return this;
    }

    Answer put(String field, int value) {
        object.put(field, value);
        return this;
    }

    Answer put(String field, @Nullable JsonNode value) {
        if (value != null) {
            object.set(field, value);
        }
        return this;
    }

    /** A list; no field where there is nothing in it. */
    <T> Answer put(String field, List<T> items, Function<T, ObjectNode> item) {
        if (!items.isEmpty()) {
            var array = object.putArray(field);
            items.forEach(one -> array.add(item.apply(one)));
        }
        return this;
    }

    ObjectNode json() {
        return object;
    }

    /** A page of a list. */
    static <T> ObjectNode list(String field, Listed<T> listed, Function<T, ObjectNode> item) {
        Answer answer = new Answer().put(field, listed.items(), item);
        if (listed.total() > 0) {
            answer.put("total_size", listed.total());
        }
        return answer.put("next_page_token", listed.nextPageToken()).json();
    }

    /** Nothing to say: {@code {}}. */
    static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
