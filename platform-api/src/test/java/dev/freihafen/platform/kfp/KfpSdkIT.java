package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The SDK and the command line of Kubeflow Pipelines as PyPI has them, against the API; only the ends of runs are told. */
@QuarkusTest
class KfpSdkIT extends PlatformIT {
    private static final Path SCRIPT = Path.of("..", "deploy", "kfp-sdk", "test.sh");
    private static final int MINUTES = 8;

    @TestHTTPResource("/")
    URL url;

    @Inject
    Jdbi jdbi;

    @Test
    void everyCallOfTheSdkIsAnsweredToAMachineToken() throws Exception {
        try (SimulatedEnds ends = new SimulatedEnds(jdbi)) {
            run(Map.of(
                    "FREIHAFEN_TOKEN", machineToken(Account.scientist, "fraud"),
                    "OTHER_TEAM", "routing",
                    "OTHER_TOKEN", machineToken(Account.scientistRouting, "routing")));
            assertThat(ends.refusals()).isEmpty();
        }
    }

    @Test
    void aTokenOfTheIdentityProviderDoesAsWell() throws Exception {
        try (SimulatedEnds ends = new SimulatedEnds(jdbi)) {
            run(
                    Map.of("FREIHAFEN_TOKEN", Account.scientist.token()),
                    "sdk_test.Surface.test_a_function_runs_to_its_end",
                    "sdk_test.Surface.test_strangers_and_strange_ids_are_turned_away");
            assertThat(ends.refusals()).isEmpty();
        }
    }

    private static String machineToken(Account account, String team) {
        return as(account)
                .contentType("application/json")
                .body("{\"team\":\"" + team + "\",\"name\":\"sdk\",\"expiresIn\":\"1h\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private void run(Map<String, String> environment, String... tests) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
        builder.command().addAll(List.of(tests));
        builder.environment().putAll(environment);
        builder.environment().put("FREIHAFEN_URL", url.toString());
        builder.environment().put("FREIHAFEN_TEAM", "fraud");
        builder.environment().put("PATIENCE", "60");
        Path log = Files.createTempFile(Path.of("target"), "kfp-sdk-", ".log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
