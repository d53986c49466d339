package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents: written, recomputed, tampered with, corrected. */
class VerifyTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeAMonth() throws IOException {
        SampleFiles.write(new SampleMonth(Shape.demo(YearMonth.of(2026, 9)).dividedBy(100), 4), folder);
    }

    private CommandLineResult statement(String usage, String... more) {
        List<String> args = new ArrayList<>(List.of("statement", "--month", "2026-09"));
        args.addAll(List.of("--usage", folder.resolve(usage).toString()));
        args.addAll(List.of("--rates", folder.resolve("rates.csv").toString()));
        args.addAll(List.of("--pool", folder.resolve("pool.csv").toString()));
        args.addAll(List.of(more));
        CommandLineResult result = CommandLineResult.of(args.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result;
    }

    private CommandLineResult verify(String document) throws IOException {
        Path file = folder.resolve("statement.json");
        Files.writeString(file, document);
        return CommandLineResult.of("verify", file.toString());
    }

    @Test
    void aDocumentIsEqualToWhatFollowsFromIt() throws IOException {
        CommandLineResult result =
                verify(statement("usage.csv", "--format", "json").out());
        assertThat(result.out()).startsWith("equal: 2026-09, ").contains(", sha256 ");
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aTeamsDocumentIsEqualToo() throws IOException {
        String document = statement("usage.csv", "--format", "json", "--team", "fraud", "--idle", "ProRata")
                .out();
        assertThat(verify(document).exitCode()).isZero();
    }

    @Test
    void aSecondImplementationFindsTheDocumentCanonical() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        assertThat(new JsonCanonicalizer(document).getEncodedString()).isEqualTo(document);
    }

    @Test
    void whiteSpaceChangesNothing() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        assertThat(verify(document.replace("],[", "],\n  [")).exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void aFeedThatCameShuffledThreeTimesGivesTheSameBytes(String format) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("usage.csv"));
        List<String> rows = new ArrayList<>();
        for (int times = 0; times < 3; times++) {
            rows.addAll(lines.subList(1, lines.size()));
        }
        Collections.shuffle(rows, new Random(9));
        Files.writeString(folder.resolve("again.csv"), lines.getFirst() + "\r\n" + String.join("\r\n", rows));
        assertThat(statement("again.csv", "--format", format).out())
                .isEqualTo(statement("usage.csv", "--format", format).out());
    }

    @Test
    void columnsMayStandInAnyOrderAndAByteOrderMarkBeforeThem() throws IOException {
        List<String> turned = Files.readAllLines(folder.resolve("usage.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).reversed()))
                .toList();
        Files.writeString(folder.resolve("turned.csv"), "\ufeff" + String.join("\n", turned) + "\n");
        assertThat(statement("turned.csv").out())
                .isEqualTo(statement("usage.csv").out());
    }

    @Test
    void aChangedCentIsFound() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        String amount = document.replaceAll("(?s).*\"lines\":\\[.*?\"([1-9]\\d*\\.\\d\\d)\",\"EUR\",\"cpu\".*", "$1");
        String changed =
                document.replaceFirst("\"" + amount + "\",\"EUR\",\"cpu\"", "\"9" + amount + "\",\"EUR\",\"cpu\"");
        CommandLineResult result = verify(changed);
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(result.out()).containsPattern("lines\\[\\d+]\\.amount: is '9" + amount + "', recomputed '" + amount);
        assertThat(result.out().lines().toList().getLast()).startsWith("sha256: is ");
    }

    @Test
    void aRowThatWasTakenOutIsFound() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        int facts = document.indexOf("\"facts\":[[");
        int row = document.indexOf("\"Pod\"", facts);
        int begin = document.lastIndexOf('[', row);
        int end = document.indexOf("],", row) + 2;
        CommandLineResult result = verify(document.substring(0, begin) + document.substring(end));
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(result.out()).contains("lines[").contains("sha256: is ");
    }

    @Test
    void aLineThatWasTakenOutIsFound() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        int lines = document.indexOf("\"lines\":[[") + "\"lines\":[".length();
        int end = document.indexOf("],", lines) + 2;
        CommandLineResult result = verify(document.substring(0, lines) + document.substring(end));
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(result.out()).startsWith("lines[0]: antwerp, Idle is missing before it\n");
    }

    @Test
    void aChangedRateIsFound() throws IOException {
        String document = statement("usage.csv", "--format", "json").out();
        int rates = document.indexOf("\"rates\":[[");
        String changed =
                document.substring(0, rates) + document.substring(rates).replaceFirst("\"0.031611\"", "\"0.031612\"");
        CommandLineResult result = verify(changed);
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(result.out()).contains(".unitPrice: is '0.031611', recomputed '0.031612'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"facts\":[",
                "{\"facts\":{}}",
                "{\"facts\":[[1]]}",
                "{\"facts\":[[\"a\"]]}",
                "{\"total\":\"1\"}",
                "{\"format\":\"freihafen.dev/month/2\"}",
                "{\"format\":\"freihafen.dev/month/1\",\"format\":\"freihafen.dev/month/1\"}",
                "{\"sha256\":\"abc\"}",
                "{\"lines\":[[\"x\"]]}",
                "{\"month\":{\"month\":\"2026-13\",\"zone\":\"Mars\"}}",
                "nonsense"
            })
    void whatIsNoDocumentIsRefused(String text) throws IOException {
        CommandLineResult result = verify(text);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("statement.json:1: ").hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
