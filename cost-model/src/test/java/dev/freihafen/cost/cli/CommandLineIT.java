package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar as a process of its own. */
class CommandLineIT {

    private static final Path JAR = Path.of("target/freihafen-cost.jar").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    private Result run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().merge("PATH", Path.of(JAVA).getParent().toString(), (path, java) -> java + ":" + path);
        int exitCode = builder.start().waitFor();
        return new Result(exitCode, Files.readString(out), Files.readString(err));
    }

    private Result jar(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return run(command.toArray(String[]::new));
    }

    /** The example of each verb's help, pasted into a shell. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statement | 20.000000,unit-hour,50.00,EUR,h100,2.50,Usage",
                "verify | equal: 2026-09, 1 lines from 1 facts, sha256 ",
                "focus | 50.00",
                "quote | Total,,,,0.000000,0.776944,0.776944,EUR,",
                "rate on-prem | accelerator/H100,"
            })
    void theExampleOfTheHelpWorks(String verb, String result) throws IOException, InterruptedException {
        Files.copy(JAR, folder.resolve("freihafen-cost.jar"));
        List<String> asked = new ArrayList<>(List.of(verb.split(" ")));
        asked.add("--help");
        Result help = jar(asked.toArray(String[]::new));
        assertThat(help.exitCode()).isZero();
        String example = help.out().substring(help.out().indexOf("\nExample"));
        Files.writeString(folder.resolve("example.sh"), "set -e\n" + example.substring(example.indexOf("\n\n") + 2));
        Result pasted = run("bash", "example.sh");
        assertThat(pasted.err()).isEmpty();
        assertThat(pasted.exitCode()).isZero();
        assertThat(pasted.out()).contains(result);
    }

    @Test
    void badInputEndsWithTwoAndAnEmptyStdout() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("usage.csv"), "cluster\n");
        Result result = jar("statement", "--usage", "usage.csv", "--rates", "usage.csv", "--month", "2026-09");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("usage.csv:1: objectUid: is missing in the header")
                .hasLineCount(1);
    }

    @Test
    void aMonthIsMadeAndVerifiedInASmallHeap() throws IOException, InterruptedException {
        SampleFiles.write(new SampleMonth(Shape.demo(YearMonth.of(2026, 9)).dividedBy(4), 2), folder);
        Result document = run(
                JAVA,
                "-Xmx64m",
                "-jar",
                JAR.toString(),
                "statement",
                "--usage",
                "usage.csv",
                "--rates",
                "rates.csv",
                "--pool",
                "pool.csv",
                "--month",
                "2026-09",
                "--format",
                "json");
        assertThat(document.err()).isEmpty();
        Files.writeString(folder.resolve("statement.json"), document.out());
        Result verified = run(JAVA, "-Xmx64m", "-jar", JAR.toString(), "verify", "statement.json");
        assertThat(verified.out()).startsWith("equal: 2026-09, ");
        assertThat(verified.exitCode()).isZero();
    }
}
