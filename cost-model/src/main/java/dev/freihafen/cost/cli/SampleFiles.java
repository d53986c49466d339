package dev.freihafen.cost.cli;

import dev.freihafen.cost.file.RatesCsv;
import dev.freihafen.cost.file.UsageCsv;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;

/**
 * Writes a made-up month as files, for benchmarks and for trying things out. No verb of the command line:
 *
 * <pre>java -cp freihafen-cost.jar dev.freihafen.cost.cli.SampleFiles demo|benchmark DIVISOR MONTH SEED FOLDER</pre>
 */
public final class SampleFiles {

    private SampleFiles() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 5) {
            throw new IllegalArgumentException("expected: demo|benchmark DIVISOR MONTH SEED FOLDER");
        }
        YearMonth month = YearMonth.parse(args[2]);
        Shape shape = args[0].equals("demo") ? Shape.demo(month) : Shape.benchmark(month);
        write(new SampleMonth(shape.dividedBy(Integer.parseInt(args[1])), Long.parseLong(args[3])), Path.of(args[4]));
    }

    /** Writes {@code usage.csv}, {@code rates.csv} and {@code pool.csv} into a folder. */
    static void write(SampleMonth month, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = open(folder.resolve("usage.csv"))) {
            UsageCsv.write(out, month.usage());
        }
        try (OutputStream out = open(folder.resolve("rates.csv"))) {
            RatesCsv.write(out, month.rates());
        }
        StringBuilder pools = new StringBuilder("cluster,amount,currency,text\n");
        month.invoices()
                .forEach((cluster, amount) ->
                        pools.append(cluster + "," + amount.toPlainString() + ",EUR,Invoice of the provider\n"));
        Files.write(folder.resolve("pool.csv"), pools.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }
}
