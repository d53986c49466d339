package dev.freihafen.platform.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers can send and nothing can keep: the character U+0000 and halves of surrogate pairs in texts, numbers beyond
 * those of 64 bits, and times outside of PostgreSQL's calendar. Pure.
 */
public final class Unstorable {
    /** What {@link #in} looks for, in words. */
    public static final String WHAT =
            "the character U+0000, half a surrogate pair, or a number of more than 308 digits before the point";

    private static final String TEXT =
            "The request holds the character U+0000 or half a surrogate pair, which cannot be"
                    + " kept or looked for; take it out and send it again.";
    private static final String TIME =
            "The request holds a time that lies too far away; use one in the years 1 to 9999.";
    /** By SQLSTATE (PostgreSQL, appendix A): character not in repertoire, untranslatable character, datetime overflow. */
    private static final Map<String, String> REFUSALS = Map.of("22021", TEXT, "22P05", TEXT, "22008", TIME);

    private static final int DEEPEST = 16;

    private Unstorable() {}

    /** What to tell of a failure, where it or one that caused it is PostgreSQL's refusal of such a value. */
    static Optional<String> refusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.ofNullable(REFUSALS.get(sql.getSQLState()));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Whether a text cannot be kept. */
    public static boolean is(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            boolean isPair = Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (unit == 0 || Character.isSurrogate(unit) && !isPair) {
                return true;
            }
            at += isPair ? 1 : 0;
        }
        return false;
    }

    /**
     * Where in a value there is a text, a name of a field or a number that cannot be kept.
     *
     * @return a JSON pointer; empty where all can be kept
     */
    public static Optional<String> in(@Nullable JsonNode value) {
        return value == null ? Optional.empty() : in(value, "");
    }

    private static Optional<String> in(JsonNode value, String path) {
        if (value.isTextual()) {
            return is(value.textValue()) ? Optional.of(path) : Optional.empty();
        }
        if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            return Optional.of(path);
        }
        if (value.isArray()) {
            for (int at = 0; at < value.size(); at++) {
                Optional<String> found = in(value.get(at), path + "/" + at);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (is(field.getKey())) {
                return Optional.of(path + "/");
            }
            Optional<String> found = in(field.getValue(), path + "/" + field.getKey());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
