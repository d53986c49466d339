package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kfp SDK compiles, against its own protocol buffers and against what the built-in engine takes. */
class CorpusTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /** Below these stand the user's own values, of which an empty one is one. */
    private static final Set<String> VALUES = Set.of("constant", "defaultValue");

    static List<String> pipelines() {
        return Corpus.names();
    }

    @Test
    void everyPipelineOfTheTableIsCompiledAndNoOther() {
        assertThat(Corpus.compiled()).containsExactlyInAnyOrderElementsOf(Corpus.names());
        assertThat(Corpus.names()).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void itIsReadAsTheSdksOwnProtoReadsIt(String name) throws IOException {
        ArrayNode read = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> documents = IrDocument.read(Corpus.text(name));
        read.add(bare(JSON.valueToTree(IrDocument.bind(documents.get(0), PipelineSpec.class, new ArrayList<>()))));
        if (documents.size() > 1) {
            read.add(bare(JSON.valueToTree(IrDocument.bind(documents.get(1), PlatformSpec.class, new ArrayList<>()))));
        }
        ArrayNode oracle = JsonNodeFactory.instance.arrayNode();
        JSON.readTree(Corpus.oracle(name)).forEach(document -> oracle.add(bare(document)));

        assertThat(read.toPrettyString()).isEqualTo(oracle.toPrettyString());
    }

    /** Sorted, without empty objects and lists, each number in its shortest form: the two sides differ in these alone. */
    private static JsonNode bare(JsonNode node) {
        if (node.isNumber()) {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(node.asText()).stripTrailingZeros());
        }
        if (node instanceof ArrayNode list) {
            ArrayNode bare = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> bare.add(bare(item)));
            return bare;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode bare = JsonNodeFactory.instance.objectNode();
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.stream().sorted().forEach(name -> {
            // Whole numbers of 64 bits are text in the JSON of protocol buffers.
            JsonNode value =
                    name.equals("count") ? new TextNode(object.get(name).asText()) : bare(object.get(name));
            if (VALUES.contains(name) || !value.isContainerNode() || !value.isEmpty()) {
                bare.set(name, value);
            }
        });
        return bare;
    }

    @Test
    void whatIsRefusedIsWhatTheTableListsAndNothingElse() throws IOException {
        List<String> refused = new ArrayList<>(List.of("pipeline\tby\tpath\trefusal"));
        for (String name : Corpus.names()) {
            refused.addAll(refusals(name));
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Corpus.REFUSALS, String.join("\n", refused) + "\n");
        }
        assertThat(refused)
                .as("deploy/corpus/refusals.tsv is rewritten by -Dgolden.update=true")
                .containsExactlyElementsOf(Corpus.lines(Corpus.REFUSALS));
    }

    private static List<String> refusals(String name) {
        try {
            return lines(name, "engine", Ir.unsupported(Ir.parse(Corpus.text(name))));
        } catch (IrException unsound) {
            return lines(name, "validator", unsound.problems());
        }
    }

    private static List<String> lines(String name, String by, List<IrProblem> problems) {
        return problems.stream()
                .map(problem -> String.join("\t", name, by, problem.path(), problem.message()))
                .toList();
    }
}
