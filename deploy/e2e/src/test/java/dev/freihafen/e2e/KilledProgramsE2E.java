package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The digits run while its surroundings die: it ends as if nothing had happened, and costs the same. */
@EndToEnd
@Isolated("it kills the operator and the API, which all others need")
class KilledProgramsE2E {
    private static final Duration TO_TRAINING = Duration.ofSeconds(180);
    private final Platform platform;
    private final Programs programs;
    private final Ledger ledger;
    private final Crew crew;
    private final PodWitness witness;
    private final Charges charges;
    private Run undisturbed;

    KilledProgramsE2E(Platform platform) {
        this.platform = platform;
        this.programs = new Programs(platform.installation());
        this.ledger = new Ledger(platform.installation());
        this.crew = platform.crew("killed", "fraud-editors");
        this.witness = new PodWitness(platform.cluster(), crew.namespace());
        this.charges = new Charges(ledger, witness);
    }

    @BeforeAll
    void runUndisturbed() {
        undisturbed = digits().succeeds();
        assertThat(chargedResourcesByStep(undisturbed)).containsKeys("load", "pick", "publish-models");
        assertEachStepRanOnce(undisturbed);
        charges.assertChargedForWhatPodsLived(undisturbed);
    }

    @AfterAll
    void leaveThePlatformRunning() {
        witness.close();
        programs.restart();
    }

    @Test
    void aRunOutlivesAKillOfTheOperator() {
        Run run = digits();
        awaitTraining(run);
        programs.kill(Programs.Program.Operator);
        awaitNoneTraining(run);
        programs.restart();
        assertAsUndisturbed(run);
    }

    @Test
    void aRunOutlivesAKillOfTheApi() {
        Run run = digits();
        awaitTraining(run);
        programs.kill(Programs.Program.Api);
        awaitNoneTraining(run);
        programs.restart();
        assertAsUndisturbed(run);
    }

    private Run digits() {
        return crew.submit(Map.of("ir", platform.installation().example("digits/pipeline.yaml")));
    }

    private void awaitTraining(Run run) {
        Eventually.holds(
                "a training step of run " + run.id(),
                TO_TRAINING,
                () -> training(run).stream().anyMatch(PodWitness.Life::runs),
                () -> witness.ofRun(run.id()).toString());
    }

    /** So that what matters happens while the program is dead. */
    private void awaitNoneTraining(Run run) {
        Eventually.holds(
                "the end of the training steps of run " + run.id(),
                TO_TRAINING,
                () -> training(run).stream().noneMatch(PodWitness.Life::runs),
                () -> witness.ofRun(run.id()).toString());
    }

    private List<PodWitness.Life> training(Run run) {
        return witness.ofRun(run.id()).stream()
                .filter(pod -> pod.step().contains("train"))
                .toList();
    }

    private void assertAsUndisturbed(Run run) {
        run.succeeds();
        assertEachStepRanOnce(run);
        charges.assertChargedForWhatPodsLived(run);
        assertThat(chargedResourcesByStep(run))
                .as("steps and what is charged for each, as in the undisturbed run")
                .isEqualTo(chargedResourcesByStep(undisturbed));
        assertThat(run.step("pick").path("parameters"))
                .as("what the pipeline found out")
                .isEqualTo(undisturbed.step("pick").path("parameters"));
        assertThat(run.log("pick").expect(200).text()).contains("best:");
    }

    private void assertEachStepRanOnce(Run run) {
        Map<String, List<String>> pods = witness.ofRun(run.id()).stream()
                .collect(Collectors.groupingBy(
                        PodWitness.Life::step, Collectors.mapping(PodWitness.Life::uid, Collectors.toList())));
        assertThat(pods).allSatisfy((step, uids) -> assertThat(uids).as(step).hasSize(1));
        assertThat(run.steps())
                .extracting(step -> step.path("step").asText())
                .containsExactlyInAnyOrderElementsOf(pods.keySet());
        assertThat(run.steps()).allSatisfy(step -> assertSucceededAtOnce(step));
    }

    private static void assertSucceededAtOnce(JsonNode step) {
        assertThat(step.path("state").asText()).as("%s", step).isEqualTo("Succeeded");
        assertThat(step.path("attempt").asInt()).as("%s", step).isEqualTo(1);
    }

    private Map<String, List<String>> chargedResourcesByStep(Run run) {
        return ledger.ofRun(run.id()).stream()
                .collect(Collectors.groupingBy(
                        Ledger.Interval::step,
                        Collectors.mapping(
                                Ledger.Interval::resource,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        list -> list.stream().sorted().toList()))));
    }
}
