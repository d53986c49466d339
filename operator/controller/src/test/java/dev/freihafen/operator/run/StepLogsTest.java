package dev.freihafen.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.Answers;
import dev.freihafen.operator.Answers.Answer;
import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepLogsTest {
    private final Notebook outbox = new Notebook();
    private Answers node;

    @BeforeEach
    void start() throws IOException {
        node = new Answers(request -> new Answer(200, "as the node has it"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aLogThatThePodsStatusTellsIsSentWithoutAskingTheNode() {
        StepLogs logs = send(pod("trained\n", true));

        assertThat(outbox.rows(FeedRow.Log.class)).singleElement().satisfies(row -> {
            assertThat(row.text()).isEqualTo("trained\n");
            assertThat(row.last()).isTrue();
            assertThat(row.truncated()).isFalse();
        });
        assertThat(node.asked()).isEmpty();
        assertThat(logs.settled(List.of(pod("trained\n", true)))).isTrue();
    }

    @Test
    void aStepThatSaidNothingIsNotAskedAboutEither() {
        send(pod("", true));

        assertThat(outbox.rows(FeedRow.Log.class)).extracting(FeedRow.Log::text).containsExactly("");
        assertThat(node.asked()).isEmpty();
    }

    @Test
    void anyOtherLogIsReadOnceFromTheNode() {
        StepLogs logs = send(pod(null, true));
        logs.send(run(), new RunTeam("fraud", "uid"), List.of(pod(null, true)));

        assertThat(outbox.rows(FeedRow.Log.class)).extracting(FeedRow.Log::text).containsExactly("as the node has it");
        assertThat(node.asked()).containsExactly("GET /api/v1/namespaces/team-fraud/pods/train-1/log");
    }

    @Test
    void aNodeThatDoesNotKnowThePodLeavesAnEmptyLogAndIsNotAskedAgain() throws IOException {
        try (Answers away = new Answers(request -> new Answer(500, "{}"))) {
            new StepLogs(away.client(), outbox).send(run(), new RunTeam("fraud", "uid"), List.of(pod(null, true)));

            assertThat(outbox.rows(FeedRow.Log.class))
                    .extracting(FeedRow.Log::text)
                    .containsExactly("");
            assertThat(away.asked()).hasSize(1);
        }
    }

    @Test
    void nothingIsSentOfAPodThatRuns() {
        send(pod(null, false));

        assertThat(outbox.rows(FeedRow.Log.class)).isEmpty();
        assertThat(node.asked()).isEmpty();
    }

    private StepLogs send(StepPod pod) {
        StepLogs logs = new StepLogs(node.client(), outbox);
        logs.send(run(), new RunTeam("fraud", "uid"), List.of(pod));
        return logs;
    }

    private static StepPod pod(@Nullable String log, boolean hasEnded) {
        return new StepPod("train-1", "u1", "train", 1, "step", hasEnded, log);
    }

    private static PipelineRun run() {
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName("run")
                .withNamespace("team-fraud")
                .build());
        return run;
    }
}
