package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.kfp.KfpTeam.Death;
import dev.freihafen.operator.run.RunContext;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
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
    void healTheServer() {
        CLUSTER.kfp().traps().gone(false);
        CLUSTER.kfp().traps().refuse(0, null);
        CLUSTER.pass(120);
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
    void aDroppedReplyLeavesOneWorkflow() throws IOException {
        CLUSTER.kfp().traps().dropReplies(1);
        PipelineRun run = team.submit();
        long posts = posts();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Submitting);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        CLUSTER.pass(60);
        team.move(run);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(posts()).isEqualTo(posts + 1);
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
    void aPostThatNeverArrivedIsSentAgainAfterHalfAMinuteAndNotBefore() throws IOException {
        CLUSTER.kfp().traps().losePosts(1);
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.pass(29);
        team.move(run);
        assertThat(team.workflows(run)).isZero();
        CLUSTER.pass(1);
        team.move(run);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
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
    void whileTheEngineIsAwayForFiveMinutesRunsWaitAndNothingIsLost() throws IOException {
        PipelineRun running = team.submit();
        PipelineRun canceled = team.submit();
        for (PipelineRun run : List.of(running, canceled)) {
            team.move(run);
            CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
            team.move(run);
        }
        CLUSTER.kfp().traps().gone(true);
        team.cancel(canceled);
        List<PipelineRun> waiting = new ArrayList<>();
        for (int one = 0; one < 8; one++) {
            waiting.add(team.submit());
        }
        List<PipelineRun> all = new ArrayList<>(waiting);
        all.addAll(List.of(running));
        for (int tenSeconds = 0; tenSeconds < 30; tenSeconds++) {
            all.forEach(team::move);
            if (tenSeconds < 5) {
                team.move(canceled);
                assertThat(team.state(canceled)).isEqualTo(RunState.Canceling);
            }
            CLUSTER.pass(10);
        }
        assertThat(team.state(running)).isIn(RunState.Running, RunState.Pending);
        assertThat(team.status(running).reason()).isEqualTo("EngineUnavailable");
        for (PipelineRun run : waiting) {
            assertThat(team.state(run)).isIn(RunState.Queued, RunState.Submitting);
            assertThat(team.status(run).reason()).isEqualTo("EngineUnavailable");
            assertThat(team.status(run).message()).contains("is away");
            assertThat(team.workflows(run)).isZero();
        }
        CLUSTER.kfp().traps().gone(false);
        all.add(canceled);
        for (int more = 0; more < 12; more++) {
            CLUSTER.pass(10);
            all.forEach(team::move);
        }
        assertThat(waiting).allSatisfy(run -> {
            assertThat(team.state(run)).isEqualTo(RunState.Pending);
            assertThat(team.workflows(run)).isEqualTo(1);
        });
        assertThat(team.status(running).reason()).isNull();
        assertThat(team.state(canceled)).isEqualTo(RunState.Canceled);
    }

    @Test
    void aServerThatSaysWhenToComeBackIsNotAskedBefore() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().traps().refuse(1, 20);
        team.move(run);
        assertThat(team.status(run).reason()).isEqualTo("EngineUnavailable");
        int asked = CLUSTER.kfp().requests().size();
        CLUSTER.pass(19);
        team.move(run);
        assertThat(CLUSTER.kfp().requests()).hasSize(asked);
        CLUSTER.pass(1);
        team.move(run);
        assertThat(team.status(run).reason()).isNull();
    }

    @Test
    void aPostThatIsRefusedWithoutAWordWhenIsSentAgainOnceItIsClearThatItDidNothing() throws IOException {
        team.move(team.submit());
        CLUSTER.kfp().traps().refuse(1, null);
        PipelineRun run = team.submit();
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Submitting);
        assertThat(team.status(run).reason()).isEqualTo("EngineUnavailable");
        CLUSTER.pass(30);
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        assertThat(team.workflows(run)).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesTooLateIsNoneAndTheRunKeepsItsState() throws IOException {
        PipelineRun run = team.submit();
        team.move(run);
        CLUSTER.kfp().traps().slow(Duration.ofSeconds(6));
        team.move(run);
        assertThat(team.state(run)).isEqualTo(RunState.Pending);
        assertThat(team.status(run).reason()).isEqualTo("EngineUnavailable");
        CLUSTER.kfp().traps().slow(Duration.ZERO);
        team.move(run);
        assertThat(team.status(run).reason()).isNull();
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

    private static long posts() {
        return CLUSTER.kfp().requests().stream().filter("POST /runs"::equals).count();
    }

    private static long requests(PipelineRun run, String verb) {
        return CLUSTER.kfp().requests().stream()
                .filter(("POST /runs/" + KfpTeam.id(run) + verb)::equals)
                .count();
    }
}
