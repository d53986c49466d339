package dev.freihafen.ir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whole numbers of 64 bits, which protocol buffers write as text in JSON and read as a number too. */
final class Int64 extends StdDeserializer<Long> {
    private static final long serialVersionUID = 1L;

    Int64() {
        super(Long.class);
    }

    @Override
    public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        return text.matches("-?[0-9]{1,18}")
                ? Long.valueOf(text)
                : (Long) context.handleUnexpectedToken(Long.class, parser);
    }
}
