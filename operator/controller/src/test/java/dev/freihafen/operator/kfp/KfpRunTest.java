package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KfpRunTest {
    @Test
    void whatIsUnsetUnknownOrNewIsReadAsNothing() throws IOException {
        KfpRun run = KfpRun.of(new ObjectMapper().readTree("""
                {"run_id": "r", "finished_at": "1970-01-01T00:00:00Z", "plugins_output": {"mlflow": {}},
                 "run_details": {"task_details": [
                   {"task_id": "1", "execution_id": "14", "start_time": "2026-11-24T21:00:00Z"},
                   {"display_name": "train", "state": "RUNNING", "start_time": "2026-11-24T21:00:05Z",
                    "end_time": "0001-01-01T00:00:00Z", "child_tasks": [{"pod_name": "w-1"}]}]},
                 "state_history": [{"update_time": "2026-11-24T21:00:00Z", "state": "PENDING"}]}
                """));
        assertThat(run.state()).isEqualTo(KfpRun.State.PENDING);
        assertThat(run.tasks())
                .containsExactly(
                        new KfpRun.Task("train", KfpRun.State.RUNNING, "2026-11-24T21:00:05Z", null, List.of("w-1")));
        assertThat(run.lastChange()).contains(Instant.parse("2026-11-24T21:00:05Z"));
    }

    @Test
    void aStateThatIsNewIsNoEnd() throws IOException {
        assertThat(KfpRun.of(new ObjectMapper().readTree("{\"state\": \"HIBERNATING\"}"))
                        .state())
                .isEqualTo(KfpRun.State.RUNNING);
    }
}
