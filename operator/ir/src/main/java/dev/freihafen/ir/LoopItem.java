package dev.freihafen.ir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one expression that the compiler writes to take a field of a loop's item: {@code parseJson(string_value)["field"]}. */
public final class LoopItem {
    private static final Pattern FIELD = Pattern.compile("parseJson\\(string_value\\)\\[\"([^\"]+)\"]");

    private static final ObjectMapper JSON = new ObjectMapper();

    private LoopItem() {}

    /** Whether the selector is that expression. */
    static boolean understands(String selector) {
        return FIELD.matcher(selector).matches();
    }

    /** The field of the item, which may be an object written as text; a missing node when the item has none of that name. */
    public static JsonNode select(String selector, JsonNode item) {
        Matcher matcher = FIELD.matcher(selector);
        return matcher.matches() ? object(item).path(matcher.group(1)) : MissingNode.getInstance();
    }

    private static JsonNode object(JsonNode item) {
        try {
            return item.isTextual() ? JSON.readTree(item.asText()) : item;
        } catch (JsonProcessingException noObject) {
            return MissingNode.getInstance();
        }
    }
}
