package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.ParameterType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values go from step to step, and what happens when they cannot. */
class PassingTest {
    private static final String GIVEN =
            "{\"v\":1,\"exit\":0,\"parameters\":{\"text\":\"hi\",\"whole\":3},\"artifacts\":{\"data\":[{\"name\":\"data\",\"type\":{\"schemaTitle\":\"system.Dataset\"},\"uri\":\"/freihafen/run/give/1/outputs/artifacts/data\",\"metadata\":{\"rows\":9}}]}}";
    private static final String TRUNCATED =
            "{\"v\":1,\"exit\":0,\"truncated\":true,\"pointer\":\"/freihafen/run/give/1/result.json\"}";

    private final Play play = new Play(passing());

    @Test
    void defaultsOfComponentsAreWholeNumbersWhereTheirTypeSaysSo() {
        play.move();

        assertThat(play.parameterValues("give").toString()).isEqualTo("{\"n\":7}");
    }

    @Test
    void outputsAreInputsOfTheNextStep() {
        play.move();
        play.succeeds("give", GIVEN).move();

        assertThat(play.parameterValues("take").get("whole").toString()).isEqualTo("3");
        assertThat(play.instruction("take")
                        .at("/executorInput/inputs/artifacts/data/artifacts/0/metadata/rows")
                        .asInt())
                .isEqualTo(9);
    }

    @Test
    void placeholdersAreFilledInTextsListsAndObjects() {
        play.move();
        play.succeeds("give", GIVEN).move();

        assertThat(play.parameterValues("take").get("text").asText()).isEqualTo("hi-3");
        assertThat(play.parameterValues("take").get("list").toString()).isEqualTo("[\"hi\",2]");
        assertThat(play.parameterValues("take").get("struct").toString()).isEqualTo("{\"k\":{\"d\":\"xhi\"}}");
    }

    @Test
    void placeholdersAreFilledInImageEnvironmentAndResources() {
        play.move();
        play.succeeds("give", GIVEN).move();

        StepOrder.Task order = (StepOrder.Task) play.order("take");
        assertThat(order.instruction().at("/env/TEXT").asText()).isEqualTo("is hi-3");
        assertThat(StepResources.of(order.container(), order.parameters(), Optional.empty())
                        .getRequests()
                        .get("cpu")
                        .toString())
                .isEqualTo("3");
        assertThat(Inputs.substitute(order.container().image(), order.parameters()))
                .isEqualTo("registry/hi-3:1");
    }

    @Test
    void theSdksConstantsOfARunAreTold() {
        play.move();

        assertThat(play.instruction("give").get("placeholders").properties())
                .extracting(Map.Entry::getKey, entry -> entry.getValue().asText())
                .contains(
                        tuple("{{$.pipeline_job_uuid}}", Play.RUN),
                        tuple("{{$.pipeline_job_name}}", "passing"),
                        tuple("{{$.pipeline_task_name}}", "give-it"));
    }

    @Test
    void anOptionalParameterThatNobodyGaveIsLeftOut() {
        play.move();
        play.succeeds("give", GIVEN).move();
        assertThat(play.parameterValues("take").has("real")).isFalse();

        Play given = new Play(passing()).given("{\"real\":0.5}");
        given.move();
        given.succeeds("give", GIVEN).move();
        assertThat(given.parameterValues("take").get("real").toString()).isEqualTo("0.5");
    }

    @Test
    void aTruncatedResultThatIsNeededFailsTheStepEvenWhereThereIsADefault() {
        play.move();
        play.succeeds("give", TRUNCATED).move();

        assertThat(play.step("give").state()).isEqualTo(StepStatus.State.Succeeded);
        assertThat(play.step("take").state()).isEqualTo(StepStatus.State.Failed);
        assertThat(play.step("take").reason()).isEqualTo("InputMissing");
        assertThat(play.step("take").message()).contains("a result of step give, which is larger than 4 KiB");
    }

    @Test
    void aTruncatedResultThatNobodyNeedsIsNoFailure() {
        Play loop = new Play(passing().replaceAll("(?s)      take:.*?      each:", "      each:"));
        loop.move();
        loop.succeeds("give", TRUNCATED).succeeds("each-0", each(1)).move();
        loop.succeeds("each-1", each(2)).move();
        Plan last = loop.succeeds("sum", "{}").move();

        assertThat(last.state()).isEqualTo(RunState.Succeeded);
        assertThat(loop.step("give").reason()).isEqualTo("ResultTruncated");
    }

    @Test
    void aTruncatedResultOfOneIterationDoesNotShortenWhatIsCollected() {
        play.move();
        play.succeeds("give", GIVEN).succeeds("each-0", TRUNCATED).move();
        play.succeeds("each-1", each(2)).move();

        assertThat(play.step("sum").state()).isEqualTo(StepStatus.State.Failed);
        assertThat(play.step("sum").message()).contains("a result of step each-0");
    }

    @Test
    void aModelOfATruncatedResultFailsTheRun() {
        Play model = new Play(passing().replace("system.Dataset", "system.Model"));
        model.move();
        model.succeeds("give", TRUNCATED).succeeds("each-0", each(1)).move();
        model.succeeds("each-1", each(2)).move();

        Plan plan = model.succeeds("sum", "{}").move();

        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(plan.message()).contains("Step give made a model that cannot be published");
    }

    @Test
    void whatIsCollectedKeepsTheOrderOfTheItemsAndTheirLimit() {
        play.move();
        assertThat(play.parameterValues("each-0").at("/item/a").asInt()).isEqualTo(1);
        play.succeeds("each-0", each(1)).move();
        play.succeeds("each-1", each(2)).move();

        assertThat(play.parameterValues("sum").get("list").toString()).isEqualTo("[[1],[2]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NumberInteger | 2.0 | 2",
                "NumberInteger | \"12\" | 12",
                "NumberDouble | \"0.5\" | 0.5",
                "NumberDouble | 3 | 3",
                "Boolean | \"true\" | true",
                "List | \"[1,2]\" | [1,2]",
                "Struct | \"{}\" | {}",
                "String | 1.5 | \"1.5\"",
                "String | true | \"true\"",
                "String | [1] | \"[1]\"",
                "String | \"[1]\" | \"[1]\""
            })
    void aValueBecomesWhatItsTypeSays(ParameterType type, String value, String typed) {
        assertThat(Inputs.typed(Play.json(value), type)).hasToString(typed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.5 | its input whole is 2.5, which is not a whole number",
                "\"two\" | its input whole is \"two\", which is not a whole number",
                "[1] | its input whole is [1], which is not a whole number"
            })
    void aValueThatDoesNotFitItsTypeFailsTheStep(String whole, String message) {
        play.move();
        play.succeeds("give", GIVEN.replace("\"whole\":3", "\"whole\":" + whole))
                .move();

        assertThat(play.step("take").reason()).isEqualTo("InputMissing");
        assertThat(play.step("take").message()).isEqualTo(message);
    }

    @Test
    void whatIsTooLargeForAnEnvironmentVariableFailsTheStep() {
        Play large = new Play(passing().replace("command: [run]}", "command: [run, " + "x".repeat(130_000) + "]}"));
        large.move();

        assertThat(large.step("give").reason()).isEqualTo("InstructionTooLarge");
        assertThat(large.step("give").message()).contains("larger than 120 KiB");
        assertThat(large.move().state()).isEqualTo(RunState.Failed);
    }

    @Test
    void aPodThatLeftNoResultFails() {
        play.move();
        play.succeeds("give", null).move();

        assertThat(play.step("give").reason()).isEqualTo("NoResult");
    }

    private static String each(int value) {
        return "{\"v\":1,\"exit\":0,\"parameters\":{\"out\":[" + value + "]}}";
    }

    private static String passing() {
        try (var text = PassingTest.class.getResourceAsStream("passing.yaml")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
