package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.outbox.FeedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator is killed after its first write, after its second, and so on until a run needs no more writes than that; each time
 * another operator, that knows nothing but what the API server has, brings the run to the end that an undisturbed run has.
 */
class RunCrashIT {
    /** The finalizer, the volume, four pods, the first and the last status: fewer writes would mean that nothing was killed. */
    private static final int FEWEST_WRITES = 8;

    private static final int SIDE_BY_SIDE = 4;

    @RegisterExtension
    static final RunCluster CLUSTER = new RunCluster();

    @ParameterizedTest
    @ValueSource(strings = {"digits/pipeline.yaml", "engine/branches.yaml", "engine/dynamic_loop.yaml"})
    void anOperatorThatIsKilledAfterAnyOfItsWritesChangesNothingOfTheRun(String example) throws Exception {
        End undisturbed = run(example, Life.endless());
        assertThat(undisturbed.state).isEqualTo(RunState.Succeeded);

        int kills = 0;
        boolean more = true;
        for (int from = 1; more; from += SIDE_BY_SIDE) {
            for (Killed killed : sideBySide(example, from)) {
                assertThat(killed.end())
                        .as("%s, killed after write %d", example, killed.write())
                        .isEqualTo(undisturbed);
                kills += killed.life().hasEnded() ? 1 : 0;
                more &= killed.life().hasEnded();
            }
        }
        assertThat(kills).isGreaterThanOrEqualTo(FEWEST_WRITES);
    }

    /** A run whose first operator had that life, and how it ended. */
    private record Killed(int write, Life life, End end) {}

    /** Some of the cases at once, each in a team of its own: an operator mostly waits. */
    private static List<Killed> sideBySide(String example, int from) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            List<Future<Killed>> running = new ArrayList<>();
            for (int write = from; write < from + SIDE_BY_SIDE; write++) {
                int last = write;
                running.add(pool.submit(() -> {
                    Life life = Life.ofWrites(last);
                    return new Killed(last, life, run(example, life));
                }));
            }
            List<Killed> all = new ArrayList<>();
            for (Future<Killed> one : running) {
                all.add(one.get());
            }
            return all;
        }
    }

    /** Runs the example in a team of its own; the operator that outlives the first one is there from its death on. */
    private static End run(String example, Life life) throws Exception {
        try (TeamOnCluster team = CLUSTER.team()) {
            Notebook lost = new Notebook();
            AutoCloseable first = team.startOperator(life, lost);
            PipelineRun run = team.submit(example);
            eventually("the run to be over or the operator to be dead", () -> life.hasEnded() || isOver(team, run));
            RunCluster.close(first);
            team.startOperator();
            team.awaitState(run, RunState.Succeeded);
            eventually("pods to go", () -> team.pods(run).isEmpty());
            return End.of(team, run);
        }
    }

    private static boolean isOver(TeamOnCluster team, PipelineRun run) {
        return team.state(run).map(RunState::isTerminal).orElse(false)
                && team.pods(run).isEmpty();
    }

    /**
     * What of a run must not depend on what the operator went through.
     *
     * @param steps state, attempt and outputs by path
     * @param executions how many pods ran for each attempt
     * @param told what the feed has of the run: its end, and the ends of its steps
     */
    private record End(RunState state, Map<String, String> steps, Map<String, Integer> executions, List<String> told) {
        static End of(TeamOnCluster team, PipelineRun run) {
            String id = run.getMetadata().getName();
            Map<String, String> steps = new TreeMap<>();
            team.run(run)
                    .getStatus()
                    .steps()
                    .forEach(step -> steps.put(
                            step.path(),
                            (step.state() + " " + step.attempt() + " " + step.parameters() + " " + step.artifacts())
                                    .replace(id, "ID")));
            eventually(
                    "the feed to have its end",
                    () -> team.outbox().rows(FeedRow.RunEvent.class).stream()
                            .anyMatch(event -> event.state().equals("Succeeded")));
            return new End(team.state(run).orElseThrow(), steps, team.kubelet().executions(), told(team.outbox()));
        }

        private static List<String> told(Notebook outbox) {
            return outbox.rows(FeedRow.StepEvent.class).stream()
                    .filter(event -> List.of("Succeeded", "Skipped").contains(event.state()))
                    .map(event -> event.step() + "#" + event.attempt() + " " + event.state())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
