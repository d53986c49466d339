package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad options are told in one line that names them; help teaches. */
class OptionsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/freihafen/cost/cli/golden");
    private static final String MONTH = "--usage U --rates R --month 2026-09";

    private static CommandLineResult run(String line) {
        Path folder = GOLDEN.resolve("02-rate-change");
        List<String> args = new ArrayList<>();
        Arrays.stream(line.strip().split(" +"))
                .map(word -> word.equals("U") ? folder.resolve("usage.csv").toString() : word)
                .map(word -> word.equals("R") ? folder.resolve("rates.csv").toString() : word)
                .forEach(args::add);
        return CommandLineResult.of(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bill | bill: is not a verb; it is one of focus, quote, rate, statement, verify; 'freihafen-cost --help' explains",
                "statement --usage U --month 2026-09 | --rates: is missing; 'freihafen-cost statement --help' explains",
                "statement --foo | --foo: is not an option; 'freihafen-cost statement --help' explains",
                "statement --foo=1 | --foo: is not an option; 'freihafen-cost statement --help' explains",
                "statement @x | @x: is not expected here; 'freihafen-cost statement --help' explains",
                "statement --usage U --usage U --rates R --month 2026-09 | --usage: is given twice; 'freihafen-cost statement --help' explains",
                "statement --usage U --rates R --month | --month: needs a value; 'freihafen-cost statement --help' explains",
                "statement --usage U --rates R --month 2026-9 | --month: '2026-9' is not a month such as 2026-09",
                "statement --usage U --rates R --month 0000-01 | --month: 0000-01-01T00:00:00Z lies outside the years 1970 to 9999",
                "statement MONTH --zone Mars | --zone: 'Mars' is not a time zone such as UTC or Europe/Berlin",
                "statement MONTH --format xml | --format: 'xml' is not csv or json",
                "statement MONTH --team A | --team: 'A' is not a DNS label: 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends",
                "statement MONTH --currency XXX | --currency: 'XXX' is not an ISO 4217 currency with a minor unit",
                "statement MONTH --fx R | --fx: needs --currency, into which the amounts are brought",
                "statement MONTH --idle Owners | --idle: 'Owners' is not one of Central, Even, ProRata, Owners:team-a=50,team-b=30",
                "statement MONTH --shared Weights:a=0 | --shared: the weight of a is not greater than 0; leave the team out",
                "statement MONTH --policy R --idle Even | --idle: cannot stand beside --policy; put it into the file",
                "statement --usage nowhere.csv --rates R --month 2026-09 | --usage: 'nowhere.csv' does not exist",
                "statement --usage src --rates R --month 2026-09 | --usage: 'src' is a folder, not a file",
                "verify | statement.json: is missing; 'freihafen-cost verify --help' explains",
                "verify nowhere.json | statement.json: 'nowhere.json' does not exist",
                "focus MONTH --mode merge --version 2 | --version: '2' is not a FOCUS version that is written here; choose one of 1.2, 1.4",
                "focus MONTH --mode alone --version 1.2 | --mode: 'alone' is not a mode; choose one of standalone, merge",
                "rate | verb: is missing; it is one of on-prem; 'freihafen-cost rate --help' explains",
                "quote --ir x --rates R --cluster c --at now | --at: 'now' is not a time in UTC such as 2026-09-01T00:00:00Z",
                "quote --ir x --rates R --cluster C --at 2026-09-01T00:00:00Z | --cluster: 'C' is not a DNS label: 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends",
                "quote --ir x --rates R --cluster c --at 2026-09-01T00:00:00Z --deadline 4h | --deadline: '4h' is not a duration such as PT4H",
                "quote --ir x --rates R --cluster c --at 2026-09-01T00:00:00Z --reserve cpu=x | --reserve: 'x' is not a quantity such as 500m, 2 or 8Gi"
            })
    void aBadOptionIsNamedInOneLine(String line, String complaint) {
        CommandLineResult result = run(line.replace("MONTH", MONTH));
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo(complaint + "\n");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "statement --help", "verify --help", "focus --help", "quote --help", "rate --help"})
    void helpGoesToStdout(String line) {
        CommandLineResult result = run(line);
        assertThat(result.out()).contains("--help");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void unpricedUsageRefusesTheExport() {
        Path folder = GOLDEN.resolve("11-no-price");
        CommandLineResult result = CommandLineResult.of(
                "focus",
                "--version",
                "1.2",
                "--mode",
                "standalone",
                "--month",
                "2026-09",
                "--usage",
                folder.resolve("usage.csv").toString(),
                "--rates",
                folder.resolve("rates.csv").toString());
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("refused: 1 line has no price in 2026-09")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.UNPRICED);
    }

    @ParameterizedTest
    @CsvSource({"1.2, standalone, 3376.80", "1.2, merge, 0.00", "1.4, standalone, 3376.80", "1.4, merge, 0.00"})
    void theExportIsWritten(String version, String mode, String billed) {
        CommandLineResult result = run("focus --version " + version + " --mode " + mode + " " + MONTH);
        assertThat(result.err()).isEmpty();
        List<String> header =
                List.of(result.out().lines().findFirst().orElse("").split(","));
        int place = header.indexOf("BilledCost");
        List<BigDecimal> costs = result.out()
                .lines()
                .skip(1)
                .map(row -> new BigDecimal(row.split(",")[place]))
                .toList();
        assertThat(costs).hasSizeGreaterThan(29);
        assertThat(costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(billed);
    }

    @Test
    void twoCurrenciesAreToldAtTheLineOfTheLaterRate(@TempDir Path folder) throws IOException {
        Path rates = folder.resolve("rates.csv");
        Files.writeString(
                rates,
                Files.readString(GOLDEN.resolve("02-rate-change/rates.csv"))
                        .replace("2.20,unit-hour,EUR", "2.20,unit-hour,USD"));
        CommandLineResult result = CommandLineResult.of(
                "statement",
                "--month",
                "2026-09",
                "--rates",
                rates.toString(),
                "--usage",
                GOLDEN.resolve("02-rate-change/usage.csv").toString());
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo(rates + ":3: currency: the rates that apply in cluster hamburg are in EUR and USD;"
                        + " price it in one currency\n");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
