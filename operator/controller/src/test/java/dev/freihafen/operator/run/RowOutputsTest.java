package dev.freihafen.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowOutputsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARTIFACTS = """
            {"scores":[{"name":"scores-of-train","type":{"schemaTitle":"system.Metrics","schemaVersion":"0.0.1"},
            "uri":"/freihafen/run/train/1/outputs/artifacts/scores","metadata":{"accuracy":0.9}}],
            "parts":[{"name":"a","uri":"/a"},{"name":"b","uri":"/b"}]}
            """;

    @Test
    void parametersAndArtifactsAreToldByTheNamesOfTheOutputs() throws JsonProcessingException {
        assertThat(RowOutputs.of(step(State.Succeeded, null, "{\"rows\":9}", ARTIFACTS), null))
                .isEqualTo(JSON.readTree("""
                                {"parameters":{"rows":9},"artifacts":[
                                {"name":"scores","type":"system.Metrics",
                                 "uri":"/freihafen/run/train/1/outputs/artifacts/scores","metadata":{"accuracy":0.9}},
                                {"name":"parts","type":"system.Artifact","uri":"/a","metadata":{}},
                                {"name":"parts","type":"system.Artifact","uri":"/b","metadata":{}}]}
                                """));
    }

    @Test
    void aStepThatHasNotSucceededOrGaveNothingHasNoOutputs() throws JsonProcessingException {
        assertThat(RowOutputs.of(step(State.Failed, "StepFailed", "{\"rows\":9}", null), null))
                .isNull();
        assertThat(RowOutputs.of(step(State.Succeeded, null, null, null), null)).isNull();
    }

    @Test
    void aResultThatDidNotReachTheOperatorIsToldAsTruncated() throws JsonProcessingException {
        assertThat(RowOutputs.of(step(State.Succeeded, "ResultTruncated", null, null), null))
                .isEqualTo(JSON.readTree("{\"parameters\":{},\"artifacts\":[],\"truncated\":true}"));
    }

    @Test
    void whatTheLogTellsOfTheResultCountsWhereTheStatusHasOnlyAPartOfIt() throws JsonProcessingException {
        String left = "{\"curve\":[{\"uri\":\"/c\",\"metadata\":{\"freihafen.dev/left-out\":true}}]}";
        String logged =
                "{\"v\":1,\"parameters\":{\"rows\":9},\"artifacts\":{\"curve\":[{\"uri\":\"/c\",\"metadata\":{\"points\":[1,2]}}]}}";

        assertThat(RowOutputs.of(step(State.Succeeded, null, "{\"rows\":9}", left), logged))
                .isEqualTo(JSON.readTree("""
                                {"parameters":{"rows":9},"artifacts":[
                                {"name":"curve","type":"system.Artifact","uri":"/c","metadata":{"points":[1,2]}}]}
                                """));
        assertThat(RowOutputs.of(step(State.Succeeded, "ResultTruncated", null, null), logged)
                        .at("/parameters/rows")
                        .asInt())
                .isEqualTo(9);
        assertThat(RowOutputs.of(step(State.Succeeded, "ResultTruncated", null, null), "no JSON")
                        .get("truncated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void outputsAreNeverLargerThanAnEventMayBe() throws JsonProcessingException {
        String large = "{\"text\":\"" + "ä".repeat(RowOutputs.MOST_BYTES / 2) + "\"}";
        JsonNode told = RowOutputs.of(step(State.Succeeded, null, large, ARTIFACTS), null);

        assertThat(told).isNotNull();
        assertThat(told.get("truncated").asBoolean()).isTrue();
        assertThat(told.get("artifacts")).as("where they lie is still told").hasSize(3);
        assertThat(told.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(RowOutputs.MOST_BYTES);
    }

    private static StepStatus step(
            State state, @Nullable String reason, @Nullable String parameters, @Nullable String artifacts)
            throws JsonProcessingException {
        return new StepStatus(
                "train",
                state,
                1,
                null,
                null,
                null,
                null,
                reason,
                null,
                parameters == null ? null : JSON.readTree(parameters),
                artifacts == null ? null : JSON.readTree(artifacts),
                null);
    }
}
