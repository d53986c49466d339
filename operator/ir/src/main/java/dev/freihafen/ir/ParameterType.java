package dev.freihafen.ir;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/** Type of a parameter. */
public enum ParameterType {
    @JsonProperty("NUMBER_DOUBLE")
    NumberDouble("NUMBER_DOUBLE", "a number"),
    @JsonProperty("NUMBER_INTEGER")
    NumberInteger("NUMBER_INTEGER", "a whole number"),
    @JsonProperty("STRING")
    String("STRING", "a string"),
    @JsonProperty("BOOLEAN")
    Boolean("BOOLEAN", "true or false"),
    @JsonProperty("LIST")
    List("LIST", "a list"),
    @JsonProperty("STRUCT")
    Struct("STRUCT", "an object"),
    /** How another task ended; given to exit handlers. */
    @JsonProperty("TASK_FINAL_STATUS")
    TaskFinalStatus("TASK_FINAL_STATUS", "the final status of a task"),
    /** Configuration passed through to external work. */
    @JsonProperty("TASK_CONFIG")
    TaskConfig("TASK_CONFIG", "a task configuration");

    private final String text;
    private final String plain;

    ParameterType(String text, String plain) {
        this.text = text;
        this.plain = plain;
    }

    /** Name in the intermediate representation, such as {@code NUMBER_INTEGER}. */
    public String text() {
        return text;
    }

    /** Whether a value is of this type, without any conversion but 2.0 for a whole number. */
    public boolean accepts(JsonNode value) {
        return switch (this) {
            case NumberDouble -> value.isNumber();
            case NumberInteger ->
                value.isIntegralNumber() || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
            case String -> value.isTextual();
            case Boolean -> value.isBoolean();
            case List -> value.isArray();
            case Struct -> value.isObject();
            case TaskFinalStatus, TaskConfig -> false;
        };
    }

    /** What a value of it is, for sentences: "a whole number". */
    public String plain() {
        return plain;
    }
}
