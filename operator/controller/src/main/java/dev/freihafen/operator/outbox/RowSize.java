package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How much room a row takes in a request: never less than it does. */
final class RowSize {
    private static final int FIELDS = 1_000;

    private RowSize() {}

    static int bytes(FeedRow row) {
        return FIELDS
                + switch (row) {
                    case FeedRow.Log log -> escaped(log.text());
                    case FeedRow.StepEvent step ->
                        escaped(step.message())
                                + escaped(text(step.parameters()))
                                + escaped(text(step.artifacts()))
                                + escaped(text(step.outputs()));
                    case FeedRow.RunCreated run -> escaped(run.owner()) + escaped(text(run.parameters()));
                    case FeedRow.RunEvent run -> escaped(run.message());
                    case FeedRow.Usage usage -> escaped(usage.step()) + escaped(usage.owner());
                };
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    /** Bytes of a text as JSON in UTF-8: control characters take six, quotes and backslashes two. */
    private static int escaped(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20) {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}
