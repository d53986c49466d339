package dev.freihafen.ir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;

/** Text to trees to records, within bounds and without YAML's aliases. */
final class IrDocument {
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(100)
            .maxStringLength(Ir.MAX_BYTES)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final YAMLFactory YAML = yaml();

    private IrDocument() {}

    private static YAMLFactory yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(Ir.MAX_BYTES);
        options.setNestingDepthLimit(100);
        options.setAllowDuplicateKeys(false);
        return YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(BOUNDS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** The documents of a text, one or two objects. */
    static List<JsonNode> read(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Ir.MAX_BYTES) {
            throw new IrException(
                    "$", "the pipeline is larger than 1 MiB; put data into artifacts, not into the pipeline");
        }
        try {
            List<JsonNode> documents =
                    text.stripLeading().startsWith("{") ? List.of(JSON.readTree(text)) : readYaml(text);
            if (documents.isEmpty()
                    || documents.size() > 2
                    || !documents.stream().allMatch(JsonNode::isObject)) {
                throw IrException.unreadable(
                        "expected the compiled pipeline as one YAML or JSON object, and at most one more for platforms");
            }
            return documents;
        } catch (JsonProcessingException e) {
            throw IrException.unreadable(
                    "not readable as YAML or JSON" + where(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw IrException.unreadable("not readable as YAML or JSON: " + e.getMessage());
        }
    }

    private static List<JsonNode> readYaml(String text) throws IOException {
        try (YAMLParser scan = YAML.createParser(text)) {
            while (scan.nextToken() != null) {
                if (scan.isCurrentAlias()) {
                    throw new IrException(
                            "$",
                            "YAML aliases are not accepted" + where(scan.currentTokenLocation())
                                    + "; write the value out");
                }
            }
        }
        var documents = new ArrayList<JsonNode>();
        try (YAMLParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                documents.add(JSON.readerFor(JsonNode.class)
                        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readValue(parser));
            }
        }
        return documents;
    }

    /** A JSON list written as text; empty when it is none. */
    static Optional<JsonNode> list(String text) {
        try {
            JsonNode list = JSON.readTree(text);
            return list.isArray() ? Optional.of(list) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String where(JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** The tree as a record; fields that it does not have are added to the problems. */
    static <T> T bind(JsonNode tree, Class<T> type, List<IrProblem> problems) {
        ObjectMapper binder = JSON.copy().addHandler(new DeserializationProblemHandler() {
            @Override
            public boolean handleUnknownProperty(
                    DeserializationContext context,
                    JsonParser parser,
                    JsonDeserializer<?> deserializer,
                    Object beanOrClass,
                    String name)
                    throws IOException {
                JsonStreamContext at = parser.getParsingContext();
                JsonPath path = path(parser.currentToken().isStructStart() ? at.getParent() : at);
                problems.add(
                        new IrProblem(path.text(), "unknown field; compile the pipeline with kfp 2, or remove it"));
                parser.skipChildren();
                return true;
            }
        });
        try {
            return binder.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            JsonPath path = JsonPath.ROOT;
            for (JsonMappingException.Reference at : e.getPath()) {
                path = at.getFieldName() == null ? path.index(at.getIndex()) : path.field(at.getFieldName());
            }
            problems.add(new IrProblem(path.text(), "has another type than the schema says: " + firstLine(e)));
            throw new IrException(problems);
        } catch (JsonProcessingException e) {
            throw new IrException("$", e.getOriginalMessage());
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static JsonPath path(JsonStreamContext at) {
        if (at == null || at.inRoot()) {
            return JsonPath.ROOT;
        }
        JsonPath parent = path(at.getParent());
        return at.inArray()
                ? parent.index(at.getCurrentIndex())
                : at.getCurrentName() == null ? parent : parent.field(at.getCurrentName());
    }

    static String digest(List<JsonNode> documents) {
        try {
            var canonical = new ArrayList<Object>();
            for (JsonNode document : documents) {
                canonical.add(JSON.treeToValue(document, TreeMap.class));
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(canonical));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256 and a tree can be written", e);
        }
    }
}
