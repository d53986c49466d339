package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private static final String N = "{{$.inputs.parameters['n']}}";

    @Test
    void knownValuesTakeThePlaceOfPlaceholders() {
        Map<String, JsonNode> known = Map.of("n", IntNode.valueOf(3), "cost", TextNode.valueOf("$1"));
        assertThat(Placeholders.resolve("plain", known)).contains("plain");
        assertThat(Placeholders.resolve(N + "/" + N + "{{$.inputs.parameters['cost']}}", known))
                .contains("3/3$1");
        assertThat(Placeholders.resolve("{{$.inputs.parameters['m']}}", known)).isEmpty();
    }

    @Test
    void anInputMaySpeakOfAnother() {
        assertThat(Placeholders.resolve(Map.of(
                        "n",
                        IntNode.valueOf(3),
                        "memory",
                        TextNode.valueOf(N + "Gi"),
                        "unknown",
                        TextNode.valueOf("{{$.inputs.parameters['m']}}"))))
                .isEqualTo(Map.of("n", IntNode.valueOf(3), "memory", TextNode.valueOf("3Gi")));
    }
}
