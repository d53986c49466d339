package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.ledger.UsageInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden case 8: August was closed, and in September more is known of it. */
class CorrectionsTest {

    private static final String HEADER = String.join(",", UsageInterval.COLUMNS) + "\n";
    private static final String RATES = """
            id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
            august,*,accelerator/H100,*,*,2.50,unit-hour,EUR,2026-01-01T00:00:00Z,2026-09-01T00:00:00Z,contract
            september,*,accelerator/H100,*,*,2.20,unit-hour,EUR,2026-09-01T00:00:00Z,,contract
            cpu,*,cpu,*,*,1,core-hour,EUR,2026-01-01T00:00:00Z,,contract
            """;
    /** 140 GPU-hours at 2.50 and 884.56 core-hours at 1: 1,234.56. */
    private static final String AUGUST = HEADER
            + row("u1", "accelerator/H100", 14_000, "2026-08-03T00:00:00Z", "2026-08-03T10:00:00Z", "Estimated")
            + row("u2", "cpu", 884_560, "2026-08-03T00:00:00Z", "2026-08-03T01:00:00Z", "Exact");
    /** The truth: the first ended earlier, 100 GPU-hours; and 3.2 hours were not known at all. */
    private static final String LATE =
            row("u1", "accelerator/H100", 14_000, "2026-08-03T00:00:00Z", "2026-08-03T07:08:34Z", "Exact")
                    + row("u3", "accelerator/H100", 1_000, "2026-08-30T00:00:00Z", "2026-08-30T03:12:00Z", "Exact");

    @TempDir
    private Path folder;

    private static String row(String uid, String resource, long quantity, String start, String end, String quality) {
        return "hamburg," + uid + ",Pod,pod,vision,PipelineRun,train,fit,ada,gpu,,OnDemand," + resource + "," + quantity
                + "," + start + "," + end + "," + end + "," + quality + "\n";
    }

    @BeforeEach
    void closeAugust() throws IOException {
        Files.writeString(folder.resolve("rates.csv"), RATES);
        Files.writeString(folder.resolve("august.csv"), AUGUST);
        Files.writeString(
                folder.resolve("closed.json"),
                statement("2026-08", "august.csv", "--format", "json").out());
    }

    private CommandLineResult statement(String month, String usage, String... more) {
        List<String> args = new ArrayList<>(List.of("statement", "--month", month));
        args.addAll(List.of("--usage", folder.resolve(usage).toString()));
        args.addAll(List.of("--rates", folder.resolve("rates.csv").toString()));
        for (String argument : more) {
            args.add(argument.endsWith(".json") ? folder.resolve(argument).toString() : argument);
        }
        return CommandLineResult.of(args.toArray(String[]::new));
    }

    private static List<String> amounts(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(fields -> fields[10] + " " + fields[12] + " " + fields[14])
                .toList();
    }

    @Test
    void augustIsWhatItIs() {
        assertThat(amounts(statement("2026-08", "august.csv").out()))
                .containsExactly("350.00 august Usage", "884.56 cpu Usage");
    }

    @Test
    void septemberReversesAndBillsAnewAtAugustsOwnRates() throws IOException {
        byte[] closed = Files.readAllBytes(folder.resolve("closed.json"));
        Files.writeString(folder.resolve("september.csv"), HEADER + LATE);
        CommandLineResult september = statement("2026-09", "september.csv", "--closed", "closed.json");
        assertThat(september.err()).isEmpty();
        assertThat(amounts(september.out())).containsExactly("-350.00 august Correction", "258.00 august Correction");
        assertThat(september.out()).contains("corrects 2026-08 Usage");
        assertThat(Files.readAllBytes(folder.resolve("closed.json"))).isEqualTo(closed);
    }

    @Test
    void theWholeLedgerGivesTheSameCorrections() throws IOException {
        Files.writeString(folder.resolve("september.csv"), HEADER + LATE);
        Files.writeString(folder.resolve("ledger.csv"), AUGUST + LATE);
        assertThat(statement("2026-09", "ledger.csv", "--closed", "closed.json").out())
                .isEqualTo(statement("2026-09", "september.csv", "--closed", "closed.json")
                        .out());
    }

    @Test
    void whereNothingChangedNothingIsCorrected() throws IOException {
        Files.writeString(folder.resolve("september.csv"), HEADER);
        assertThat(amounts(statement("2026-09", "september.csv", "--closed", "closed.json")
                        .out()))
                .isEmpty();
    }

    @Test
    void aDocumentWithCorrectionsIsVerifiedWithoutTheClosedOne() throws IOException {
        Files.writeString(folder.resolve("september.csv"), HEADER + LATE);
        Path document = folder.resolve("september.json");
        Files.writeString(
                document,
                statement("2026-09", "september.csv", "--closed", "closed.json", "--format", "json")
                        .out());
        CommandLineResult result = CommandLineResult.of("verify", document.toString());
        assertThat(result.out()).startsWith("equal: 2026-09, 2 lines from 3 facts");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aMonthIsNotCorrectedByItselfOrAnEarlierOne() {
        CommandLineResult result = statement("2026-08", "august.csv", "--closed", "closed.json");
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("--closed: '").contains("is of 2026-08, which is not before 2026-08");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
