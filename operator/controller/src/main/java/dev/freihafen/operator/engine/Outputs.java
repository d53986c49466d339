package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.DagSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a DAG and a loop give, from what their tasks gave. Pure. */
final class Outputs {
    private Outputs() {}

    /**
     * The outputs of a DAG whose tasks have all ended well. Of several tasks for one output the first that gave it counts; those
     * that were skipped gave none.
     */
    static Outcome of(DagSpec dag, Map<String, Outcome> outcomes) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        Map<String, JsonNode> artifacts = new LinkedHashMap<>();
        String lost = "";
        for (var output : dag.outputs().parameters().entrySet()) {
            for (DagSpec.ParameterSelector selector : output.getValue().selectors()) {
                Outcome producer = producer(outcomes, selector.producerSubtask());
                lost = producer.lost().isEmpty() ? lost : producer.lost();
                put(parameters, output.getKey(), producer.outputs().parameters(), selector.outputParameterKey());
            }
        }
        for (var output : dag.outputs().artifacts().entrySet()) {
            for (DagSpec.ArtifactSelector selector : output.getValue().artifactSelectors()) {
                Outcome producer = producer(outcomes, selector.producerSubtask());
                lost = producer.lost().isEmpty() ? lost : producer.lost();
                put(artifacts, output.getKey(), producer.outputs().artifacts(), selector.outputArtifactKey());
            }
        }
        return Outcome.succeeded(new Scope(parameters, artifacts)).losing(lost);
    }

    private static Outcome producer(Map<String, Outcome> outcomes, @Nullable String task) {
        return Objects.requireNonNull(outcomes.get(Objects.requireNonNull(task)));
    }

    private static void put(Map<String, JsonNode> to, String name, Map<String, JsonNode> from, @Nullable String key) {
        JsonNode value = from.get(Objects.requireNonNull(key));
        if (value != null) {
            to.putIfAbsent(name, value);
        }
    }

    /**
     * {@code dsl.Collected}: each output parameter becomes a list, artifacts follow one another, in the items' order; what an
     * iteration skipped is left out.
     */
    static Outcome collected(ComponentSpec component, List<Outcome> outcomes) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (String name : component.outputDefinitions().parameters().keySet()) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            outcomes.stream()
                    .map(outcome -> outcome.outputs().parameters().get(name))
                    .filter(Objects::nonNull)
                    .forEach(values::add);
            parameters.put(name, values);
        }
        Map<String, JsonNode> artifacts = new LinkedHashMap<>();
        for (String name : component.outputDefinitions().artifacts().keySet()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            outcomes.forEach(outcome -> {
                JsonNode list = outcome.outputs().artifacts().get(name);
                if (list != null) {
                    list.forEach(all::add);
                }
            });
            artifacts.put(name, all);
        }
        String lost = outcomes.stream()
                .map(Outcome::lost)
                .filter(step -> !step.isEmpty())
                .findFirst()
                .orElse("");
        return Outcome.succeeded(new Scope(parameters, artifacts)).losing(lost);
    }
}
