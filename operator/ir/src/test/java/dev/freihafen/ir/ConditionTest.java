package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the SDK writes for each comparison and type, with the conversions that it puts in. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "int(inputs.parameter_values['n']) > 10 ~ {\"n\": 11} ~ true",
                "int(inputs.parameter_values['n']) > 10 ~ {\"n\": 10} ~ false",
                "int(inputs.parameter_values['n']) == 3 ~ {\"n\": 3.0} ~ true",
                "int(inputs.parameter_values['n']) != 3 ~ {\"n\": 4} ~ true",
                "int(inputs.parameter_values['a']) <= int(inputs.parameter_values['b']) ~ {\"a\": 2, \"b\": 2} ~ true",
                "inputs.parameter_values['rate'] >= 0.5 ~ {\"rate\": 0.5} ~ true",
                "inputs.parameter_values['rate'] < 1.0 ~ {\"rate\": 1} ~ false",
                "inputs.parameter_values['rate'] == double(int(inputs.parameter_values['n'])) ~ {\"rate\": 2.0, \"n\": 2} ~ true",
                "inputs.parameter_values['word'] == 'heads' ~ {\"word\": \"heads\"} ~ true",
                "inputs.parameter_values['word'] != 'heads' ~ {\"word\": \"heads\"} ~ false",
                "inputs.parameter_values['word'] >= 'b' ~ {\"word\": \"c\"} ~ true",
                "inputs.parameter_values['flag'] == true ~ {\"flag\": true} ~ true",
                "inputs.parameter_values['flag'] == true ~ {\"flag\": false} ~ false",
                "!(int(inputs.parameter_values['n']) > 100) && int(inputs.parameter_values['n']) > 10 ~ {\"n\": 11} ~ true",
                "!(int(inputs.parameter_values['n']) > 100) && !(int(inputs.parameter_values['n']) > 10) ~ {\"n\": 11} ~ false",
                "inputs.parameter_values['flag'] || int(inputs.parameter_values['n']) == 1 ~ {\"flag\": false, \"n\": 1} ~ true",
                "inputs.parameter_values['names'].exists(name, name == 'b') ~ {\"names\": [\"a\", \"b\"]} ~ true",
                "'b' in inputs.parameter_values['names'] ~ {\"names\": [\"a\"]} ~ false",
                "size(inputs.parameter_values['names']) == 2 ~ {\"names\": [\"a\", \"b\"]} ~ true",
                "inputs.parameter_values['deep']['on'] == true ~ {\"deep\": {\"on\": true}} ~ true",
                "parseJson(inputs.parameter_values['text'])['n'] == 2.0 ~ {\"text\": \"{\\\"n\\\": 2}\"} ~ true",
                "'n' in inputs.parameter_values ~ {} ~ false",
                "true ~ {} ~ true"
            })
    void aConditionIsAnsweredAsKubeflowPipelinesDoes(String text, String values, boolean answer) throws Exception {
        assertThat(Condition.parse(text).holds(values(values))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "int(inputs.parameter_values['n']) > ~ at line 1, character 36: mismatched input",
                "inputs.parameters['n'] == 1 ~ undeclared reference to 'inputs'",
                "outputs.x == 1 ~ undeclared reference to 'outputs'",
                "1 + 1 ~ expected type 'bool' but found 'int'",
                "'a' == 1 ~ found no matching overload",
                "inputs.parameter_values['word'] == 'it's' ~ at line 1, character 40: extraneous input"
            })
    void whatIsNoConditionIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> Condition.parse(text))
                .isInstanceOf(Condition.Unanswerable.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "int(inputs.parameter_values['n']) > 1 ~ {\"n\": \"many\"}",
                "int(inputs.parameter_values['n']) > 1 ~ {}",
                "inputs.parameter_values['word'] ~ {\"word\": \"true\"}",
                "inputs.parameter_values['word'] > 1.0 ~ {\"word\": \"2\"}",
                "parseJson(inputs.parameter_values['word'])['a'] == 1.0 ~ {\"word\": \"{\"}"
            })
    void aConditionWithoutAnAnswerSaysSo(String text, String values) throws Exception {
        Condition condition = Condition.parse(text);
        assertThatThrownBy(() -> condition.holds(values(values))).isInstanceOf(Condition.Unanswerable.class);
    }

    @Test
    void aConditionThatWouldRunForEverEnds() throws Exception {
        Map<String, JsonNode> many = values("{\"list\": [" + "1,".repeat(999) + "1]}");
        String nested = "inputs.parameter_values['list'].all(a, inputs.parameter_values['list'].all(b, a + b > 0.0))";
        Condition condition = Condition.parse(nested);
        assertThatThrownBy(() -> condition.holds(many))
                .isInstanceOf(Condition.Unanswerable.class)
                .hasMessageContaining("Iteration budget exceeded");
    }

    @Test
    void theInputsThatItLooksAtAreKnown() throws Exception {
        assertThat(Condition.parse("inputs.parameter_values['b'] == inputs.parameter_values[\"a\"]")
                        .inputs())
                .containsExactly("a", "b");
    }

    private static Map<String, JsonNode> values(String json) throws Exception {
        Map<String, JsonNode> values = new TreeMap<>();
        JSON.readTree(json).properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }
}
