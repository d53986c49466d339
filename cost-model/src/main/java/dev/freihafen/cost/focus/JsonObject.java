package dev.freihafen.cost.focus;

/** A flat JSON object of texts (ECMA-404), in the order in which they are given; empty texts are left out. */
final class JsonObject {

    private final StringBuilder json = new StringBuilder("{");

    JsonObject text(String key, String text) {
        if (!text.isEmpty()) {
            json.append(json.length() == 1 ? "" : ",");
            quote(key);
            json.append(':');
            quote(text);
        }
        return this;
    }

    private void quote(String text) {
        json.append('"');
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit == '"' || unit == '\\') {
                json.append('\\').append(unit);
            } else if (unit < ' ') {
                json.append(String.format("\\u%04x", (int) unit));
            } else {
                json.append(unit);
            }
        }
        json.append('"');
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
