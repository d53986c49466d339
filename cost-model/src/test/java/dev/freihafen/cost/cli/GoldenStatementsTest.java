package dev.freihafen.cost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden cases as files: each folder has usage and rates, {@code runs.txt} with options and the sums that must come
 * out, and the whole statement of each run. The sums are written by hand, from the cost model's own table of cases.
 */
class GoldenStatementsTest {

    private static final Path FOLDER = Path.of("src/test/resources/dev/freihafen/cost/cli/golden");

    /** A line of a {@code runs.txt}. */
    record Run(Path folder, String name, String options, String sums) {

        String[] args() {
            List<String> args = new ArrayList<>(List.of("statement"));
            args.addAll(List.of("--usage", folder.resolve("usage.csv").toString()));
            args.addAll(List.of("--rates", folder.resolve("rates.csv").toString()));
            Arrays.stream(options.split(" "))
                    .map(option ->
                            option.endsWith(".csv") ? folder.resolve(option).toString() : option)
                    .forEach(args::add);
            return args.toArray(String[]::new);
        }

        @Override
        public String toString() {
            return folder.getFileName() + ", " + name;
        }
    }

    static Stream<Run> runs() throws IOException {
        List<Run> runs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(FOLDER)) {
            for (Path folder : folders.sorted().toList()) {
                for (String line : Files.readAllLines(folder.resolve("runs.txt"))) {
                    if (!line.startsWith("#")) {
                        String[] parts = line.split(" \\| ", 3);
                        runs.add(new Run(folder, parts[0], parts[1], parts[2]));
                    }
                }
            }
        }
        assertThat(runs).hasSizeGreaterThan(20);
        return runs.stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theStatementIsTheExpectedOne(Run run) throws IOException {
        CommandLineResult result = CommandLineResult.of(run.args());
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(sums(result.out())).isEqualTo(run.sums());
        Path expected = run.folder().resolve(run.name() + ".csv");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, result.out());
        }
        assertThat(result.out()).isEqualTo(Files.readString(expected));
    }

    /** Amounts by team, kind and currency, as {@code runs.txt} writes them. */
    private static String sums(String csv) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord line : reader) {
                String team = line.getField("team").isEmpty() ? "-" : line.getField("team");
                String key = (team + " " + line.getField("kind") + " # " + line.getField("currency")).strip();
                String amount = line.getField("amount");
                sums.merge(key, amount.isEmpty() ? BigDecimal.ZERO : new BigDecimal(amount), BigDecimal::add);
                order.add(key);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return order.stream()
                .distinct()
                .sorted(Comparator.comparing(GoldenStatementsTest::place))
                .map(key -> key.endsWith("#")
                        ? key.replace(" #", "")
                        : key.replace(
                                "#", sums.getOrDefault(key, BigDecimal.ZERO).toPlainString()))
                .collect(Collectors.joining("; "));
    }

    private static String place(String key) {
        String[] parts = key.split(" ");
        int kind = List.of("Usage", "Idle", "Shared", "Unallocated", "Correction", "Residual", "Unpriced")
                .indexOf(parts[1]);
        return kind + parts[0].replace("-", "~");
    }
}
