package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine while its server is away, refuses, is slow, or a request or its answer is lost. */
class KfpAwayIT {
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

    private static long posts() {
        return CLUSTER.kfp().requests().stream().filter("POST /runs"::equals).count();
    }
}
