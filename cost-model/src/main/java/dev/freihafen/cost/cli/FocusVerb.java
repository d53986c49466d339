package dev.freihafen.cost.cli;

import dev.freihafen.cost.focus.DaySums;
import dev.freihafen.cost.focus.FocusCsv;
import dev.freihafen.cost.focus.FocusExport;
import dev.freihafen.cost.focus.FocusMode;
import dev.freihafen.cost.focus.FocusRefused;
import dev.freihafen.cost.focus.FocusSettings;
import dev.freihafen.cost.focus.FocusVersion;
import dev.freihafen.cost.statement.Statement;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a month as FOCUS. */
@Command(
        name = "focus",
        description = "Exports a month as FOCUS cost and usage data: one row per line of the statement and UTC day, the"
                + " cents of a line split over its days. Refused (exit code 3) while usage has no price.",
        sortOptions = false)
final class FocusVerb implements Verb {

    private final Console console;

    @Option(
            names = "--version",
            required = true,
            paramLabel = "1.2|1.4",
            description =
                    "1.2: the published specification. 1.4: after a working draft later than 1.4; it tells host and"
                            + " service provider, and how idle and shared cost was allocated.")
    private String version = "";

    @Option(
            names = "--mode",
            required = true,
            paramLabel = "standalone|merge",
            description = "standalone: the platform is the issuer, BilledCost is the charge. merge: a cloud's bill lies"
                    + " beside it, BilledCost is 0 and the other costs are the share, so nothing is counted twice.")
    private String mode = "";

    @Mixin
    private MonthOptions month = new MonthOptions();

    @Option(names = "--issuer", paramLabel = "name", description = "InvoiceIssuerName. Default: Freihafen.")
    private String issuer = "Freihafen";

    @Option(names = "--account", paramLabel = "id", description = "BillingAccountId. Default: freihafen.")
    private String account = "freihafen";

    @Option(names = "--account-name", paramLabel = "name", description = "BillingAccountName. Default: none.")
    private String accountName = "";

    @Option(
            names = "--rate-card-version",
            paramLabel = "version",
            description = "Version of the rate card, part of SkuPriceId. Default: none.")
    private String rateCardVersion = "";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    FocusVerb(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        FocusSettings settings = settings();
        MonthOptions.Inputs inputs = month.read();
        Statement statement = Summed.of(inputs).statement();
        DaySums days =
                new DaySums(inputs.terms().month().window(), inputs.terms().card());
        inputs.usage().forEach(days::add);
        try {
            FocusExport export = FocusExport.of(statement, inputs.terms(), days, settings);
            console.print(out -> FocusCsv.write(settings.version(), export.rows(), out));
            return ExitCode.GOOD;
        } catch (FocusRefused refused) {
            console.complain("refused: " + refused.getMessage());
            return ExitCode.UNPRICED;
        }
    }

    private FocusSettings settings() {
        FocusVersion asked = choice("--version", version, FocusVersion::parse);
        FocusMode told = choice("--mode", mode, FocusMode::parse);
        if (issuer.isBlank()) {
            throw new BadOption("--issuer", "is empty; somebody bills");
        }
        if (account.isBlank()) {
            throw new BadOption("--account", "is empty; somebody is billed");
        }
        return new FocusSettings(asked, told, issuer, account, accountName, rateCardVersion, Map.of());
    }

    private static <T> T choice(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw new BadOption(option, String.valueOf(unknown.getMessage()));
        }
    }

    @Override
    public String lesson() {
        return Formats.CSV + Formats.USAGE + Formats.RATES + Formats.POOL + Formats.FX + Formats.POLICY
                + """

                Result: CSV with the columns of the version, those of the specification by name, then our own (x_...).

                """
                + Formats.EXAMPLE_FILES
                + """
                java -jar freihafen-cost.jar focus --version 1.2 --mode standalone --usage usage.csv --rates rates.csv \\
                  --month 2026-09
                """;
    }
}
