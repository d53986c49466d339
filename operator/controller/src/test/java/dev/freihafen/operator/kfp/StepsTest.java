package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.operator.kfp.KfpRun.Task;
import dev.freihafen.operator.run.NextAttempt;
import dev.freihafen.operator.workload.KubeflowPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final String AT = "2026-11-24T22:00:00Z";
    private static final String LATER = "2026-11-24T22:01:00Z";

    private static final Instant SINCE = Instant.parse(AT);

    private static List<StepStatus> steps(List<Task> tasks, List<Pod> pods, List<StepStatus> before, boolean ended) {
        return Steps.of(
                new Steps.Known(List.of("make", "train/fit", "test/fit"), tasks, pods, "two-p-cbbb6", SINCE),
                before,
                ended);
    }

    private static Task task(String name, KfpRun.State state, String... children) {
        return new Task(name, state, AT, state.hasEnded() ? AT : null, List.of(children));
    }

    @Test
    void aNodeIsKnownByTheHashOfItsName() {
        // Recorded of a live server: task make of the Workflow two-p-cbbb6 has this child.
        assertThat(TaskPaths.executorNode("two-p-cbbb6", "make")).isEqualTo("two-p-cbbb6-641244125");
    }

    @Test
    void aStepsPodTellsWhenItRanAndWhatBecameOfIt() {
        List<StepStatus> steps = steps(List.of(), List.of(pod("p", "u1", "make", "Failed")), List.of(), false);
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.path()).isEqualTo("make");
            assertThat(step.state()).isEqualTo(State.Failed);
            assertThat(step.podUid()).isEqualTo("u1");
            assertThat(step.startedAt()).isEqualTo(AT);
            assertThat(step.finishedAt()).isEqualTo(LATER);
            assertThat(step.message()).contains("exit code 3");
        });
    }

    @Test
    void whereThePodsEndIsNotSeenYetTheTaskTellsHowItEnded() {
        List<Pod> pods = List.of(pod("p", "u1", "make", "Running"));
        assertThat(steps(List.of(task("make", KfpRun.State.SUCCEEDED)), pods, List.of(), true)
                        .getFirst())
                .satisfies(step -> {
                    assertThat(step.state()).isEqualTo(State.Succeeded);
                    assertThat(step.podUid()).isEqualTo("u1");
                    assertThat(step.finishedAt()).isEqualTo(AT);
                    assertThat(step.reason()).isNull();
                });
        assertThat(steps(List.of(task("make", KfpRun.State.FAILED)), pods, List.of(), true)
                        .getFirst())
                .satisfies(step -> {
                    assertThat(step.state()).isEqualTo(State.Failed);
                    assertThat(step.message()).contains("look at its log");
                });
        assertThat(steps(List.of(task("make", KfpRun.State.RUNNING)), pods, List.of(), true)
                        .getFirst()
                        .state())
                .isEqualTo(State.Canceled);
    }

    @Test
    void driversAreNoSteps() {
        Pod driver = new PodBuilder(pod("d", "u", "make", "Running"))
                .editMetadata()
                .addToAnnotations("pipelines.kubeflow.org/runtime-role", "driver")
                .endMetadata()
                .build();
        assertThat(steps(List.of(), List.of(driver), List.of(), false)).isEmpty();
    }

    @Test
    void aPodThatReplacesAnotherIsTheNextAttempt() {
        List<StepStatus> before = steps(List.of(), List.of(pod("p", "u1", "make", "Running")), List.of(), false);
        List<StepStatus> after = steps(List.of(), List.of(pod("p", "u2", "make", "Running")), before, false);
        assertThat(after)
                .singleElement()
                .satisfies(step -> assertThat(step.attempt()).isEqualTo(2));
    }

    @Test
    void afterARetryOfTheRunTheFailedPodIsOfTheAttemptBeforeAndTheOneInItsPlaceOfTheNext() {
        List<StepStatus> before =
                NextAttempt.of(steps(List.of(), List.of(pod("p", "u1", "make", "Failed")), List.of(), true));
        Instant since = SINCE.plusSeconds(90);
        List<Task> tasks = List.of(task("make", KfpRun.State.FAILED));
        var stale = new Steps.Known(
                List.of("make"), tasks, List.of(pod("p", "u1", "make", "Failed")), "two-p-cbbb6", since);
        assertThat(Steps.of(stale, before, false)).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.Retrying);
            assertThat(step.attempt()).isEqualTo(1);
        });
        Pod replaced = pod("p", "u2", "make", "Running");
        replaced.getStatus().getConditions().getFirst().setLastTransitionTime("2026-11-24T22:02:00Z");
        var fresh = new Steps.Known(List.of("make"), tasks, List.of(replaced), "two-p-cbbb6", since);
        assertThat(Steps.of(fresh, before, false)).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.Running);
            assertThat(step.attempt()).isEqualTo(2);
        });
    }

    @Test
    void tasksOfTheSameNameAreToldApartByTheirChildren() {
        List<Task> tasks = List.of(
                task("fit", KfpRun.State.RUNNING, TaskPaths.executorNode("two-p-cbbb6", "test/fit")),
                task("fit", KfpRun.State.FAILED, TaskPaths.executorNode("two-p-cbbb6", "train/fit")));
        assertThat(steps(tasks, List.of(), List.of(), false))
                .extracting(step -> step.path() + " " + step.state())
                .containsExactly("train/fit Failed", "test/fit Running");
    }

    @Test
    void aResultFromTheCacheIsASuccessThatSaysSo() {
        List<Task> tasks = List.of(task("make", KfpRun.State.SUCCEEDED), task("executor", KfpRun.State.SKIPPED));
        assertThat(steps(tasks, List.of(), List.of(), false)).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.Succeeded);
            assertThat(step.reason()).isEqualTo("Cached");
        });
    }

    @Test
    void onceTheRunHasEndedNothingRunsAndWhatNeverBeganIsSkipped() {
        List<StepStatus> steps = steps(List.of(), List.of(pod("p", "u1", "make", "Running")), List.of(), true);
        assertThat(steps)
                .extracting(step -> step.path() + " " + step.state())
                .containsExactly("make Canceled", "train/fit Skipped", "test/fit Skipped");
    }

    @Test
    void iterationsAndTheirPathsComeFromThePods() {
        assertThat(KubeflowPods.step(pod("p", "u", "loop(1:b).fit", "Running"))).contains("loop-1/fit");
        assertThat(KubeflowPods.step(pod("p", "u", "fit", "Running", ".executor(2)")))
                .contains("fit");
        assertThat(steps(List.of(), List.of(pod("p", "u", "loop(1:b).fit", "Running")), List.of(), false))
                .extracting(StepStatus::path)
                .containsExactly("loop-1/fit");
    }

    @Test
    void whatWasSeenOfAPodIsKeptWhenThePodIsGone() {
        List<StepStatus> before = steps(List.of(), List.of(pod("p", "u1", "make", "Succeeded")), List.of(), false);
        List<Task> tasks = List.of(task("make", KfpRun.State.SUCCEEDED));
        assertThat(steps(tasks, List.of(), before, false)).isEqualTo(before);
    }

    private static Pod pod(String name, String uid, String node, String phase) {
        return pod(name, uid, node, phase, ".executor");
    }

    private static Pod pod(String name, String uid, String node, String phase, String suffix) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .withCreationTimestamp(AT)
                .addToAnnotations("pipelines.kubeflow.org/runtime-role", "launcher")
                .addToAnnotations("workflows.argoproj.io/node-name", "two-p-cbbb6.root." + node + suffix)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(AT)
                .endCondition()
                .endStatus();
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            pod.editStatus()
                    .addNewContainerStatus()
                    .withName("main")
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(phase.equals("Failed") ? 3 : 0)
                    .withFinishedAt(LATER)
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus();
        }
        return pod.build();
    }
}
