package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The platform's own programs as processes: killed or ended, and brought back by the script that started them. */
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

    /** What the platform stands on: the name of its pid file, and the signal that ends it in order. */
    enum Service {
        Postgres("postgres", "INT"),
        Keycloak("keycloak", "TERM");

        private final String name;
        private final String signal;

        Service(String name, String signal) {
            this.name = name;
            this.signal = signal;
        }
    }

    private static final Duration START = Duration.ofMinutes(5);
    private final Installation installation;

    Programs(Installation installation) {
        this.installation = installation;
    }

    /** Ends it as {@code kill -9} does. */
    void kill(Program program) {
        long pid = pid(program.name);
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                .as("kill -9 of %s", program)
                .isTrue();
        Eventually.holds(
                "the end of " + program,
                Duration.ofSeconds(10),
                () -> !Platform.answers(program.alive),
                () -> "it still answers");
    }

    /** Ends it in order, as its administrator would. */
    void end(Service service) {
        long pid = pid(service.name);
        try {
            new ProcessBuilder("kill", "-" + service.signal, Long.toString(pid)).start();
        } catch (IOException failed) {
            throw new AssertionError("no signal can be sent to " + service, failed);
        }
        Eventually.holds(
                "the end of " + service,
                Duration.ofSeconds(30),
                () -> !isOurs(pid, service.name),
                () -> "it still runs");
    }

    /** The process of a program; what has been started anew has another one. */
    long process(Program program) {
        return pid(program.name);
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

    private long pid(String name) {
        long pid = Long.parseLong(Installation.read(installation.state().resolve("run/" + name + ".pid"))
                .strip());
        assertThat(isOurs(pid, name))
                .as("process %s is the %s of this platform", pid, name)
                .isTrue();
        return pid;
    }

    /** The number in a pid file may be another program's by now: ours carries a mark in its environment. */
    private boolean isOurs(long pid, String name) {
        try {
            String environment =
                    Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0")).contains("FREIHAFEN_PROGRAM=" + installation.state() + "/" + name);
        } catch (IOException gone) {
            return false;
        }
    }
}
