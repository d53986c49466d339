package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The platform's own programs as processes: killed without warning, and brought back by the script that started them. */
final class Programs {
    /** A program: the name of its pid file, and where it says that it is alive. */
    enum Program {
        Operator("operator", "http://localhost:8083/q/health/live"),
        Api("platform-api", "http://localhost:9000/q/health/live");

        private final String name;
        private final String alive;

        Program(String name, String alive) {
            this.name = name;
            this.alive = alive;
        }
    }

    private static final Duration START = Duration.ofMinutes(5);
    private final Installation installation;

    Programs(Installation installation) {
        this.installation = installation;
    }

    /** Ends it as {@code kill -9} does. */
    void kill(Program program) {
        long pid = pid(program);
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                .as("kill -9 of %s", program)
                .isTrue();
        Eventually.holds(
                "the end of " + program,
                Duration.ofSeconds(10),
                () -> !Platform.answers(program.alive),
                () -> "it still answers");
    }

    /** Brings back what does not run; leaves alone what does. */
    void restart() {
        Path log = installation.log("restart");
        try {
            Process script = new ProcessBuilder(
                            "bash", installation.script("up.sh").toString(), "--no-demo")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = script.waitFor(START.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended && script.exitValue() == 0)
                    .as("up.sh --no-demo ended well; it said: %s", Installation.read(log))
                    .isTrue();
        } catch (IOException failed) {
            throw new AssertionError("up.sh cannot be run", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the platform came up", stopped);
        }
    }

    /** The number in a pid file may be another program's by now: ours carries a mark in its environment. */
    private long pid(Program program) {
        String pid = Installation.read(installation.state().resolve("run/" + program.name + ".pid"))
                .strip();
        try {
            String environment = Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1);
            assertThat(environment.split("\0"))
                    .as("process %s is the %s of this platform", pid, program.name)
                    .contains("FREIHAFEN_PROGRAM=" + installation.state() + "/" + program.name);
            return Long.parseLong(pid);
        } catch (IOException none) {
            throw new AssertionError("the " + program.name + " does not run as process " + pid, none);
        }
    }
}
