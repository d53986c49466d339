package dev.freihafen.kfp;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads request bodies as the server's gateway does: snake_case or camelCase, nothing unknown. */
final class Message {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private Message() {}

    /** The body with its own fields in snake_case; an empty body is an empty message. */
    static ObjectNode read(String body, Set<String> known) {
        if (body.isEmpty()) {
            return JSON.createObjectNode();
        }
        ObjectNode message = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw KfpError.unreadable("proto: syntax error (line 1:1): unexpected token");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                JsonLocation at = parser.currentTokenLocation();
                String given = parser.currentName();
                String name = CAPITAL.matcher(given)
                        .replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT));
                if (!known.contains(name)) {
                    throw KfpError.unreadable("proto: (line %d:%d): unknown field \"%s\""
                            .formatted(at.getLineNr(), at.getColumnNr(), given));
                }
                parser.nextToken();
                JsonNode value = JSON.readTree(parser);
                message.set(name, value);
            }
            return message;
        } catch (JsonProcessingException cut) {
            throw KfpError.unreadable("unexpected EOF");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
