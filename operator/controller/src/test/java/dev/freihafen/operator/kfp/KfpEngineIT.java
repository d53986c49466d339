package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.kfp.KfpTeam.Death;
import dev.freihafen.operator.run.RunContext;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine against a real API server and a stand-in that has every trap of the live server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KfpEngineIT {
    @RegisterExtension
    static final KfpCluster CLUSTER = new KfpCluster();

    private static KfpTeam team;

    @BeforeAll
    static void makeATeam() {
        team = new KfpTeam(CLUSTER, "fraud");
    }

    @AfterEach
    void restart() {
        CLUSTER.heal();
        team.restart();
    }

    @Test
    void aRunIsHandedOverOnceAndFollowedToItsEnd() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        assertThat(team.workflows(run)).isEqualTo(1);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        CLUSTER.kfp().runs().task(KfpTeam.id(run), "double", "RUNNING");
        Pod pod = team.stepPod(run, "double", "Running");
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Running);
        assertThat(team.status(run).steps()).singleElement().satisfies(step -> {
            assertThat(step.path()).isEqualTo("double");
            assertThat(step.state()).isEqualTo(StepStatus.State.Running);
            assertThat(step.podUid()).isEqualTo(pod.getMetadata().getUid());
        });
        CLUSTER.kfp().runs().task(KfpTeam.id(run), "double", "SUCCEEDED");
        CLUSTER.kfp().runs().task(KfpTeam.id(run), "four-times/double", "CACHED");
        CLUSTER.kfp().runs().task(KfpTeam.id(run), "four-times/double-2", "SUCCEEDED");
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "SUCCEEDED");
        CLUSTER.admin().resource(pod).delete();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Succeeded);
        assertThat(team.status(run).steps())
                .extracting(step -> step.path() + " " + step.state() + " " + step.reason())
                .contains("four-times/double Succeeded Cached");
    }

    @Test
    void aHundredOperatorsThatHandOverOneRunAtOnceMakeOneRun() throws Exception {
        PipelineRun run = team.submit();
        List<KfpEngine> engines = List.of(team.engine(), team.engine(), team.engine());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int one = 0; one < 100; one++) {
                KfpEngine engine = engines.get(one % engines.size());
                PipelineRun seen = CLUSTER.admin().resource(run).get();
                RunContext context = team.context(seen);
                results.add(threads.submit(() -> {
                    start.await();
                    return team.move(engine, seen, context, Death.NEVER);
                }));
            }
            start.countDown();
        }
        int writers = 0;
        for (Future<Boolean> result : results) {
            writers += result.get() ? 1 : 0;
        }
        assertThat(writers).isEqualTo(1);
        CLUSTER.pass(60);
        team.move(run);
        team.move(run);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(CLUSTER.kfp().runs().has(KfpTeam.id(run))).isTrue();
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
    }

    @Test
    void aWorkflowWithoutARowIsRemovedAndTheRunHandedOverAgain() throws IOException {
        CLUSTER.kfp().traps().loseRows(1);
        PipelineRun run = team.submit();
        team.move(run);
        String lost = CLUSTER.workflows()
                .of(team.namespace(), KfpTeam.id(run))
                .getFirst()
                .getMetadata()
                .getName();
        CLUSTER.pass(40);
        team.move(run);
        assertThat(team.workflows(run)).isZero();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        assertThat(CLUSTER.workflows().of(team.namespace(), KfpTeam.id(run)))
                .singleElement()
                .satisfies(one -> assertThat(one.getMetadata().getName()).isNotEqualTo(lost));
    }

    @Test
    void anOperatorThatDiesBetweenIntentAndPostLeavesARunThatTheNextHandsOver() throws IOException {
        PipelineRun run = team.submit();
        team.move(run, Death.BEFORE_THE_DEED);
        assertThat(team.state(run)).isEqualTo(RunState.Submitting);
        team.restart();
        team.move(run);
        assertThat(team.workflows(run)).isZero();
        CLUSTER.pass(30);
        team.move(run);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
    }

    @Test
    void anOperatorThatDiesAfterThePostLeavesARunThatTheNextTakesUp() throws IOException {
        PipelineRun run = team.submit();
        team.move(run, Death.AFTER_THE_DEED);
        assertThat(team.state(run)).isEqualTo(RunState.Submitting);
        team.restart();
        team.move(run);
        CLUSTER.pass(60);
        team.move(run);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
    }

    @Test
    void aCanceledRunThatEndsFailedIsCanceled() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        team.cancel(run);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Canceling);
        CLUSTER.pass(5);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Canceling);
        CLUSTER.pass(17);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Canceled);
        assertThat(requests(run, ":terminate")).isEqualTo(1);
    }

    @Test
    void podsThatStayAreEndedAfterAMinute() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        team.stepPod(run, "double", "Running");
        team.cancel(run);
        team.move(run);
        CLUSTER.pass(59);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Canceling);
        assertThat(team.workflows(run)).isEqualTo(1);
        CLUSTER.pass(1);
        team.move(run);
        assertThat(team.workflows(run)).isZero();
        team.move(run);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Canceled);
        assertThat(CLUSTER.admin()
                        .pods()
                        .inNamespace(team.namespace())
                        .withLabel("pipeline/runid", KfpTeam.id(run))
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void aLostRunKeepsWhatItsCostIsReckonedFromAndCanBeTriedAgain() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        Pod pod = team.stepPod(run, "double", "Running");
        team.move(run);
        StepStatus before = team.status(run).steps().getFirst();
        CLUSTER.workflows().delete(team.namespace(), CLUSTER.kfp().runs().workflow(KfpTeam.id(run)));
        CLUSTER.admin().resource(pod).delete();
        team.move(run);
        assertThat(team.status(run).reason()).isEqualTo("NothingSeen");
        CLUSTER.pass(299);
        team.restart();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Running);
        CLUSTER.pass(1);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Lost);
        StepStatus after = team.status(run).steps().getFirst();
        assertThat(after.podUid()).isEqualTo(before.podUid());
        assertThat(after.startedAt()).isEqualTo(before.startedAt());
        team.tryAgain(run);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(team.status(run).attempt()).isEqualTo(2);
    }

    @Test
    void aFailedRunGoesOnInItsWorkflow() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        Pod failed = team.stepPod(run, "double", "Failed");
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "FAILED");
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Failed);
        assertThat(team.status(run).message()).contains("Step double failed");
        CLUSTER.pass(1);
        team.tryAgain(run);
        team.move(run, Death.AFTER_THE_DEED);
        team.restart();
        CLUSTER.admin().resource(failed).delete();
        team.stepPod(run, "double", "Running");
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Running);
        assertThat(team.status(run).steps().getFirst().attempt()).isEqualTo(2);
        assertThat(requests(run, ":retry")).isEqualTo(1);
        assertThat(team.workflows(run)).isEqualTo(1);
    }

    @Test
    void aSecondWorkflowOfTheRunIsRemoved() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        String first = CLUSTER.kfp().runs().workflow(KfpTeam.id(run));
        CLUSTER.workflows().create(team.namespace(), "zz-", Map.of("pipeline/runid", KfpTeam.id(run)));
        team.move(run);
        assertThat(CLUSTER.workflows().of(team.namespace(), KfpTeam.id(run)))
                .singleElement()
                .satisfies(one -> assertThat(one.getMetadata().getName()).isEqualTo(first));
    }

    @Test
    void aTeamsAccountReachesNoOtherTeamsRuns() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        KfpTeam other = new KfpTeam(CLUSTER, "credit");
        other.move(other.submit());
        TeamAccess access = new TeamAccess(
                CLUSTER.asOperator(),
                new dev.freihafen.operator.apply.ManifestApplier(CLUSTER.asOperator()),
                CLUSTER.clock());
        Answer answer = new KfpClient()
                .get(
                        new KfpClient.Target(CLUSTER.kfp().uri().toString(), access.token(other.namespace())),
                        KfpTeam.id(run));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(403));
    }

    /** Binding is checked, not asked for, so that no request shows it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void allThisNeedsExactlyTheRightsOfTheFile() throws IOException {
        assertThat(CLUSTER.unusedAndUngranted()).containsExactly("bind rbac.authorization.k8s.io/clusterroles");
    }

    private static long requests(PipelineRun run, String verb) {
        return CLUSTER.kfp().requests().stream()
                .filter(("POST /runs/" + KfpTeam.id(run) + verb)::equals)
                .count();
    }
}
