package dev.freihafen.ir;

import java.util.regex.Pattern;

/** Where in the document, as a person writes it: {@code $.root.dag.tasks.train}. */
record JsonPath(String text) {
    static final JsonPath ROOT = new JsonPath("$");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    JsonPath field(String name) {
        return new JsonPath(PLAIN.matcher(name).matches() ? text + "." + name : text + "['" + name + "']");
    }

    /** Several plain fields at once, joined by dots. */
    JsonPath then(String fields) {
        return new JsonPath(text + "." + fields);
    }

    JsonPath index(int index) {
        return new JsonPath(text + "[" + index + "]");
    }
}
