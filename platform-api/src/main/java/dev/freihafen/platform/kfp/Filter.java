package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.platform.page.Times;
import dev.freihafen.platform.problem.PlatformException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A filter as clients send it: predicates that must all hold, each an operation by number or name on a key, with one
 * value. Pure.
 *
 * @param conditions in SQL, with named parameters
 * @param values of the parameters
 */
record Filter(List<String> conditions, Map<String, Object> values) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PREDICATES = 20;
    private static final int MOST_VALUES = 500;
    private static final Set<String> PREDICATE = Set.of(
            "operation",
            "key",
            "int_value",
            "long_value",
            "string_value",
            "timestamp_value",
            "int_values",
            "long_values",
            "string_values");

    /** Operations by their numbers in protobuf; 4 was never given. */
    private enum Operation {
        EQUALS(1, "="),
        NOT_EQUALS(2, "<>"),
        GREATER_THAN(3, ">"),
        GREATER_THAN_EQUALS(5, ">="),
        LESS_THAN(6, "<"),
        LESS_THAN_EQUALS(7, "<="),
        IN(8, "in"),
        IS_SUBSTRING(9, "substring");

        private final int number;
        private final String sql;

        Operation(int number, String sql) {
            this.number = number;
            this.sql = sql;
        }

        static Operation of(JsonNode told) {
            for (Operation operation : values()) {
                if (told.isTextual()
                        ? operation.name().equals(told.textValue())
                        : told.isInt() && operation.number == told.intValue()) {
                    return operation;
                }
            }
            throw bad("the operation " + told + " is not known");
        }
    }

    Filter {
        conditions = List.copyOf(conditions);
        values = Map.copyOf(values);
    }

    /**
     * Reads a filter.
     *
     * @param text JSON, or JSON that is URL-encoded once more; empty for none
     */
    static Filter parse(String text, Columns columns) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            Fields filter = Fields.of(tree(text), "the filter", Set.of("predicates"));
            JsonNode predicates = filter.value("predicates").orElseGet(JSON::createArrayNode);
            if (!predicates.isArray() || predicates.size() > MOST_PREDICATES) {
                throw bad("predicates must be a list of at most " + MOST_PREDICATES);
            }
            for (JsonNode predicate : predicates) {
                add(Fields.of(predicate, "a predicate", PREDICATE), columns, conditions, values);
            }
        }
        return new Filter(conditions, values);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text.startsWith("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text);
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            throw bad("it is no JSON");
        }
    }

    private static void add(Fields predicate, Columns columns, List<String> conditions, Map<String, Object> values) {
        String key = predicate.required("key");
        Columns.Column column = columns.byKey().get(key);
        if (column == null) {
            throw bad("no support for filtering on unrecognized field \"" + key + "\"");
        }
        Operation operation =
                Operation.of(predicate.value("operation").orElseThrow(() -> bad("a predicate has no operation")));
        String parameter = "filter" + conditions.size();
        switch (operation) {
            case IN -> {
                conditions.add(column.sql() + " = any(:" + parameter + ")");
                values.put(parameter, list(predicate, column));
            }
            case IS_SUBSTRING -> {
                conditions.add("position(lower(:" + parameter + ") in lower(cast(" + column.name() + " as text))) > 0");
                values.put(parameter, String.valueOf(scalar(predicate, Columns.Kind.Text)));
            }
            case EQUALS, NOT_EQUALS, GREATER_THAN, GREATER_THAN_EQUALS, LESS_THAN, LESS_THAN_EQUALS -> {
                conditions.add(column.sql() + " " + operation.sql + " :" + parameter);
                values.put(parameter, scalar(predicate, column.kind()));
            }
        }
    }

    private static Object scalar(Fields predicate, Columns.Kind kind) {
        Optional<String> told = List.of("string_value", "timestamp_value", "long_value", "int_value").stream()
                .flatMap(name -> predicate.value(name).stream())
                .findFirst()
                .map(JsonNode::asText);
        return value(told.orElseThrow(() -> bad("a predicate has no value")), kind);
    }

    private static Object[] list(Fields predicate, Columns.Column column) {
        JsonNode told = List.of("string_values", "long_values", "int_values").stream()
                .flatMap(name -> predicate.object(name, Set.of("values")).stream())
                .findFirst()
                .flatMap(values -> values.value("values"))
                .orElseThrow(() -> bad("a predicate has no values"));
        if (!told.isArray() || told.size() > MOST_VALUES) {
            throw bad("values must be a list of at most " + MOST_VALUES);
        }
        return StreamSupport.stream(told.spliterator(), false)
                .map(one -> value(one.asText(), column.kind()))
                .toArray(column.kind() == Columns.Kind.Time ? java.time.OffsetDateTime[]::new : String[]::new);
    }

    private static Object value(String text, Columns.Kind kind) {
        try {
            return text.matches("-?[0-9]{1,12}") && kind == Columns.Kind.Time
                    ? Times.ofEpochSecond(Long.parseLong(text)).atOffset(ZoneOffset.UTC)
                    : kind.value(text);
        } catch (DateTimeException none) {
            throw bad("\"" + text + "\" is no time such as 2026-11-25T07:00:00Z");
        } catch (IllegalArgumentException unstorable) {
            throw bad("a value holds the character U+0000 or half a surrogate pair; take it out");
        }
    }

    private static PlatformException.BadRequest bad(String why) {
        return new PlatformException.BadRequest("The filter cannot be used: " + why + ".");
    }
}
