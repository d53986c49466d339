package dev.freihafen.platform.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.cost.ledger.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of one row; each read names the field when it does not fit. */
final class FeedFields {
    private static final int LONGEST_JSON = 262_144;

    private final JsonNode row;

    FeedFields(JsonNode row, Set<String> known) {
        this.row = row;
        row.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BadField(name, "is not a known field");
            }
        });
    }

    /** A field does not fit. */
    static final class BadField extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadField(String field, String reason) {
            super(field + " " + reason);
        }
    }

    String text(String field, int longest) {
        return optionalText(field, longest).orElseThrow(() -> new BadField(field, "is missing"));
    }

    /** Text without NUL, which PostgreSQL cannot keep; an empty one counts as absent. */
    Optional<String> optionalText(String field, int longest) {
        JsonNode value = row.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new BadField(field, "must be text");
        }
        String text = value.textValue();
        if (text.length() > longest) {
            throw new BadField(field, "has " + text.length() + " characters, at most " + longest + " are taken");
        }
        if (text.indexOf('\0') >= 0) {
            throw new BadField(field, "has a NUL character");
        }
        return Optional.of(text);
    }

    /** A sentence for people, cut where it is too long rather than refused. */
    @Nullable
    String sentence(String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            return null;
        }
        String text = value.textValue().replace('\0', '\uFFFD');
        return text.length() > 4096 ? text.substring(0, 4095) + "…" : text;
    }

    /** A piece of a log; what PostgreSQL cannot keep is replaced. */
    String log(String field, int mostBytes) {
        JsonNode value = row.path(field);
        if (!value.isTextual()) {
            throw new BadField(field, "must be text");
        }
        int bytes = value.textValue().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > mostBytes) {
            throw new BadField(field, "has " + bytes + " bytes, at most " + mostBytes + " are taken");
        }
        return value.textValue().replace('\0', '\uFFFD');
    }

    UUID run(String field) {
        String text = text(field, 36);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException notOne) {
            // Refused below, as one that is written in another way.
        }
        throw new BadField(field, "is no UUID in lower case");
    }

    <E extends Enum<E>> E constant(String field, Class<E> type) {
        String text = text(field, 40);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new BadField(field, "is not a known " + type.getSimpleName() + ": " + Fields.quoted(text));
    }

    Instant time(String field) {
        return Fields.time(field, text(field, 40));
    }

    @Nullable
    Instant optionalTime(String field) {
        return optionalText(field, 40).map(text -> Fields.time(field, text)).orElse(null);
    }

    int positive(String field, int least, int most) {
        return Math.toIntExact(number(field, least, most));
    }

    long number(String field, long least, long most) {
        JsonNode value = row.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new BadField(field, "must be a whole number");
        }
        if (value.longValue() < least || value.longValue() > most) {
            throw new BadField(field, "must lie between " + least + " and " + most);
        }
        return value.longValue();
    }

    boolean flag(String field) {
        JsonNode value = row.path(field);
        if (!value.isBoolean()) {
            throw new BadField(field, "must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    JsonNode object(String field) {
        JsonNode value = row.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw new BadField(field, "must be an object");
        }
        if (value.toString().length() > LONGEST_JSON) {
            throw new BadField(field, "is larger than " + LONGEST_JSON + " characters");
        }
        return value;
    }
}
