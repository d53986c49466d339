package dev.freihafen.cost.cli;

import dev.freihafen.cost.build.OnPremServer;
import dev.freihafen.cost.build.Sensitivity;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.file.ServerYaml;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Month;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds the rate of an accelerator from what its server costs. */
@Command(
        name = "on-prem",
        description = "What an hour of a server of one's own costs, and so the rate of each accelerator in it; with a"
                + " table of how the rate moves with the server's life and use.",
        sortOptions = false)
final class OnPremVerb implements Verb {

    /** 8760 / 12: the hours of a month of no particular length. */
    private static final int MONTH_HOURS = 730;

    private static final int PRICE_SCALE = 6;
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Console console;

    @Option(names = "--file", required = true, paramLabel = "server.yaml", description = "The server.")
    private String file = "";

    @Option(
            names = "--month",
            paramLabel = "YYYY-MM",
            description =
                    "Whose hours the write-off of a month is spread over. Default: 730 hours, a twelfth of a year.")
    private @Nullable String month;

    @Option(names = "--zone", paramLabel = "zone", description = "Of the month, such as Europe/Berlin. Default: UTC.")
    private String zone = "UTC";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    OnPremVerb(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int hours = month == null ? MONTH_HOURS : hoursOf(month);
        OnPremServer server = new InputFile("--file", file).read(ServerYaml::read);
        console.print(report(server, hours));
        return ExitCode.GOOD;
    }

    private int hoursOf(String text) {
        try {
            Month asked = Month.parse(text, ZoneId.of(zone));
            return Math.toIntExact(
                    Duration.between(asked.window().from(), asked.window().until())
                            .toHours());
        } catch (DateTimeException unknown) {
            throw new BadOption("--zone", Fields.quoted(zone) + " is not a time zone such as UTC or Europe/Berlin");
        } catch (InvalidFact invalid) {
            throw new BadOption("--month", invalid.reason());
        }
    }

    private static String report(OnPremServer server, int hours) {
        StringBuilder report = new StringBuilder("item,price,currency,unit\n");
        report.append("server,").append(price(server.perHour(hours))).append(',');
        report.append(server.currency()).append(",hour\n");
        report.append("accelerator/").append(server.model()).append(',');
        report.append(price(server.perAcceleratorHour(hours))).append(',');
        report.append(server.currency()).append(",unit-hour\n\n");
        report.append("years,targetUtilisation,price\n");
        for (Sensitivity row : Sensitivity.of(server, hours)) {
            BigDecimal utilisation =
                    BigDecimal.valueOf(row.utilisationPercent()).divide(HUNDRED);
            report.append(row.years())
                    .append(',')
                    .append(utilisation.toPlainString())
                    .append(',');
            report.append(row.perAcceleratorHour().toPlainString()).append('\n');
        }
        return report.toString();
    }

    private static String price(Fraction exact) {
        return exact.decimal(PRICE_SCALE).toPlainString();
    }

    @Override
    public String lesson() {
        return """
                server per hour = capex / (lifeMonths x hours of the month) + kilowatts x load x pue x pricePerKwh
                                + (maintenance + rack + staff + network per year) / 8760
                accelerator per hour = server per hour / (accelerators x targetUtilisation)

                server.yaml: one 'name: value' a line, all of them:
                  model                accelerator, as in accelerator/<model>
                  currency             of all amounts, such as EUR
                  capex                price of the whole server
                  lifeMonths           until it is written off, 1 to 240
                  kilowatts            electrical power at full load
                  load                 average share of that power, over 0 up to 1
                  pue                  power usage effectiveness of the data centre, 1 to 5
                  pricePerKwh          price of electrical energy
                  maintenancePerYear, rackPerYear, staffPerYear, networkPerYear
                  accelerators         in the server, 1 to 64
                  targetUtilisation    share of the accelerator-hours that somebody pays, over 0 up to 1

                Result: a table of the two prices (scale 6, half up), an empty line, and a table of the accelerator's price
                for 3, 5 and 6 years and 50 to 90 % use. Take the price into rates.csv, unit 'unit-hour'.

                Example (paste it into a shell):

                cat > server.yaml <<'END'
                model: H100
                currency: EUR
                capex: 280000
                lifeMonths: 60
                kilowatts: 10.2
                load: 0.7
                pue: 1.3
                pricePerKwh: 0.22
                maintenancePerYear: 14000
                rackPerYear: 6000
                staffPerYear: 9000
                networkPerYear: 2400
                accelerators: 8
                targetUtilisation: 0.7
                END
                java -jar freihafen-cost.jar rate on-prem --file server.yaml
                """;
    }
}
