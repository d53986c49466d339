package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rows\": 3}",
                "{\"rows\": 3.0, \"rate\": 1, \"kind\": \"large\", \"flag\": false, \"many\": [], \"struct\": {}}",
                "{\"rows\": 3, \"flag\": null}"
            })
    void fittingParametersHaveNoProblem(String given) {
        assertThat(check(given)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | $.parameters.rows | is missing; the pipeline has no default for it, give a whole number",
                "null | $.parameters.rows | is missing; the pipeline has no default for it, give a whole number",
                "[] | $.parameters | must be an object with the parameters by name",
                "{\"rows\":3,\"rwos\":3} | $.parameters.rwos | is not a parameter of the pipeline, which takes rows, rate, kind, flag, many, struct",
                "{\"rows\":null} | $.parameters.rows | must not be null, give a whole number",
                "{\"rows\":3,\"rate\":null} | $.parameters.rate | must not be null, give a number",
                "{\"rows\":2.5} | $.parameters.rows | must be a whole number",
                "{\"rows\":\"3\"} | $.parameters.rows | must be a whole number",
                "{\"rows\":3,\"rate\":\"0.1\"} | $.parameters.rate | must be a number",
                "{\"rows\":3,\"kind\":1} | $.parameters.kind | must be a string",
                "{\"rows\":3,\"kind\":\"medium\"} | $.parameters.kind | must be one of [\"small\", \"large\"]",
                "{\"rows\":3,\"flag\":\"true\"} | $.parameters.flag | must be true or false",
                "{\"rows\":3,\"many\":\"[]\"} | $.parameters.many | must be a list",
                "{\"rows\":3,\"struct\":[]} | $.parameters.struct | must be an object"
            })
    void aMisfitIsNamed(String given, String path, String message) {
        IrProblem.Kind kind = message.startsWith("is missing") ? IrProblem.Kind.MissingParameter : IrProblem.Kind.Other;
        assertThat(check(given)).containsExactly(new IrProblem(path, message, kind));
    }

    @Test
    void aPipelineWithoutParametersTakesNone() {
        Pipeline pipeline = Ir.parse(Example.shipped("engine/retries.yaml"));

        assertThat(Ir.check(pipeline, null)).isEmpty();
        assertThat(Ir.check(pipeline, json("{\"x\":1}")))
                .containsExactly(
                        new IrProblem("$.parameters.x", "is not a parameter of the pipeline, which takes none"));
    }

    private static List<IrProblem> check(String given) {
        return Ir.check(Example.sound().parsed(), json(given));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
