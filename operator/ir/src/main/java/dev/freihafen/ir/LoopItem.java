package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one expression that the compiler writes to take a field of a loop's item: {@code parseJson(string_value)["field"]}. */
public final class LoopItem {
    private static final Pattern FIELD = Pattern.compile("parseJson\\(string_value\\)\\[\"([^\"]+)\"]");

    private LoopItem() {}

    /** Whether the selector is that expression. */
    static boolean understands(String selector) {
        return FIELD.matcher(selector).matches();
    }

    /** The field of the item; a missing node when the item has none of that name. */
    public static JsonNode select(String selector, JsonNode item) {
        Matcher matcher = FIELD.matcher(selector);
        return matcher.matches() ? item.path(matcher.group(1)) : MissingNode.getInstance();
    }
}
