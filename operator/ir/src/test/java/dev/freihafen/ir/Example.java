package dev.freihafen.ir;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pipeline with a step, a loop, an exit handler and a DAG in a DAG, to be broken in one place at a time. */
final class Example {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode document;

    private Example(ObjectNode document) {
        this.document = document;
    }

    static Example sound() {
        try (var text = Example.class.getResourceAsStream("sound.yaml")) {
            return new Example((ObjectNode) new YAMLMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file below {@code deploy/examples}. */
    static String shipped(String file) {
        try {
            return Files.readString(Path.of("../../deploy/examples", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a JSON value at a pointer, or takes away what is there when the value is {@code -}. */
    Example with(String pointer, String json) {
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = document.at(at.head());
        String name = at.last().getMatchingProperty();
        if (parent instanceof ArrayNode list) {
            list.set(at.last().getMatchingIndex(), value(json));
        } else if (json.equals("-")) {
            ((ObjectNode) parent).remove(name);
        } else {
            ((ObjectNode) parent).set(name, value(json));
        }
        return this;
    }

    private static JsonNode value(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    String text() {
        return document.toString();
    }

    /** What is at a pointer, as JSON. */
    String text(String pointer) {
        return document.at(pointer).toString();
    }

    Pipeline parsed() {
        return Ir.parse(text());
    }

    List<IrProblem> problems() {
        try {
            Ir.parse(text());
            return List.of();
        } catch (IrException e) {
            return e.problems();
        }
    }
}
