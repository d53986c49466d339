package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quote} on the example pipelines, and {@code rate on-prem}. */
class PlanningVerbsTest {

    private static final String PIPELINES = "../deploy/examples/engine/";
    private static final String HEADER = "kind,path,samples,pricePerHour,low,expected,high,currency,note\n";

    @TempDir
    private Path folder;

    private CommandLineResult quote(String pipeline, String... more) throws IOException {
        Path rates = folder.resolve("rates.csv");
        Files.writeString(rates, """
                id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
                cpu,*,cpu,*,*,0.03,core-hour,EUR,2026-01-01T00:00:00Z,,contract
                memory,*,memory,*,*,0.005,GiB-hour,EUR,2026-01-01T00:00:00Z,,contract
                """);
        List<String> args =
                new ArrayList<>(List.of("quote", "--ir", PIPELINES + pipeline, "--rates", rates.toString()));
        args.addAll(List.of("--at", "2026-09-01T00:00:00Z", "--cluster", "hamburg"));
        args.addAll(List.of("--reserve", "cpu=2", "--reserve", "memory=8Gi"));
        args.addAll(List.of(more));
        return CommandLineResult.of(args.toArray(String[]::new));
    }

    @Test
    void aStaticLoopRunsOncePerItem() throws IOException {
        assertThat(quote("loop.yaml", "--deadline", "PT1H").out()).isEqualTo(HEADER + """
                Step,add,0,0.100000,0.000000,0.100000,0.100000,EUR,
                Step,for-loop-2/square,0,0.100000,0.000000,0.400000,0.400000,EUR,
                Total,,,,0.000000,0.500000,0.500000,EUR,
                """);
    }

    @Test
    void aHistoryGivesShortestMedianAndLongestAndRetriesTheHighest() throws IOException {
        Path history = folder.resolve("history.csv");
        Files.writeString(history, "step,seconds\nbegin,36\nflaky,3600\nflaky,1800\nflaky,7200\n");
        assertThat(quote("retries.yaml", "--history", history.toString()).out()).isEqualTo(HEADER + """
                Step,begin,1,0.100000,0.001000,0.001000,0.001000,EUR,
                Step,flaky,3,0.100000,0.050000,0.100000,0.800000,EUR,
                Total,,,,0.051000,0.101000,0.801000,EUR,
                """);
    }

    @Test
    void aConditionMayCostNothing() throws IOException {
        Path history = folder.resolve("history.csv");
        Files.writeString(history, "step,seconds\nmeasure,3600\ncondition-1/celebrate,3600\n");
        assertThat(quote("condition.yaml", "--history", history.toString()).out())
                .endsWith("Total,,,,0.100000,0.200000,0.200000,EUR,\n");
    }

    @Test
    void withoutHistoryAndDeadlineOnlyThePricePerHourIsKnown() throws IOException {
        assertThat(quote("nested.yaml").out())
                .contains("Step,double,0,0.100000,,,,EUR,neither history nor deadline: known per hour only\n")
                .endsWith("Total,,,,0.000000,0.000000,0.000000,EUR,without what is told per item or per hour only\n");
    }

    @Test
    void whatHasNoPriceIsNotQuoted() throws IOException {
        CommandLineResult result = quote("loop.yaml", "--reserve", "accelerator/H100=1");
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("refused: accelerator/H100 in cluster hamburg has no rate at 2026-09-01T00:00:00Z;"
                        + " add a rate\n");
        assertThat(result.exitCode()).isEqualTo(ExitCode.UNPRICED);
    }

    @Test
    void aPipelineThatIsUnsoundIsRefused() throws IOException {
        CommandLineResult result = quote("cyclic.yaml");
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith(PIPELINES + "cyclic.yaml:1: $.").hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    private static final String SERVER = """
            model: H100
            currency: EUR
            capex: 262800
            lifeMonths: 36
            kilowatts: 10
            load: 0.5
            pue: 1.2
            pricePerKwh: 0.25
            maintenancePerYear: 4380
            rackPerYear: 0
            staffPerYear: 4380
            networkPerYear: 0
            accelerators: 8
            targetUtilisation: 0.5
            """;

    private CommandLineResult onPrem(String server, String... more) throws IOException {
        Path file = folder.resolve("server.yaml");
        Files.writeString(file, server);
        List<String> args = new ArrayList<>(List.of("rate", "on-prem", "--file", file.toString()));
        args.addAll(List.of(more));
        return CommandLineResult.of(args.toArray(String[]::new));
    }

    /** 262,800 / (36 x 730) = 10.00; 10 x 0.5 x 1.2 x 0.25 = 1.50; 8,760 / 8,760 = 1.00. */
    @Test
    void aServersCostGivesItsAcceleratorsRate() throws IOException {
        CommandLineResult result = onPrem(SERVER);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("""
                item,price,currency,unit
                server,12.500000,EUR,hour
                accelerator/H100,3.125000,EUR,unit-hour

                years,targetUtilisation,price
                3,0.5,3.1250
                """);
        assertThat(result.out().lines()).hasSize(20);
    }

    @Test
    void aShortMonthIsWrittenOffOverFewerHours() throws IOException {
        assertThat(onPrem(SERVER, "--month", "2026-02").out()).contains("server,13.363095,EUR,hour\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load: 0.5 | load: 1.5 | 6: load: 1.5 is not over 0 up to 1",
                "load: 0.5 | load: many | 6: load: 'many' is not a plain decimal from 0 up, such as 0.28",
                "load: 0.5 | weight: 5 | 6: 'weight': is not known; known are",
                "load: 0.5 | capex: 5 | 6: capex: stands twice",
                "load: 0.5 | load: [1] | 6: load: is not a plain value",
                "rackPerYear: 0 | # none | 14: rackPerYear: is missing in the file",
                "currency: EUR | currency: Euro | 2: currency: 'Euro' is not an ISO 4217 currency such as EUR",
                "model: H100 | model: 'H 100' | 1: model: 'H 100' is not a name"
            })
    void aMalformedServerIsRefusedWithItsLine(String sound, String broken, String complaint) throws IOException {
        CommandLineResult result = onPrem(SERVER.replace(sound, broken));
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("server.yaml:" + complaint).hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
