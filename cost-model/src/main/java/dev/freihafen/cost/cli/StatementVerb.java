package dev.freihafen.cost.cli;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.document.ClosedDocument;
import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.UsageSums;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a month's statement. */
@Command(
        name = "statement",
        description = "Makes the statement of a month: who used what, what it cost, who carries idle and shared cost.",
        sortOptions = false)
final class StatementVerb implements Verb {

    private final Console console;

    @Mixin
    private MonthOptions month = new MonthOptions();

    @Option(
            names = "--team",
            paramLabel = "team",
            description = "Only this team's lines; rounding is that of the whole.")
    private @Nullable String team;

    @Option(names = "--format", paramLabel = "csv|json", description = "csv (default) or json, the document.")
    private String format = "csv";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    StatementVerb(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!format.equals("csv") && !format.equals("json")) {
            throw new BadOption("--format", Fields.quoted(format) + " is not csv or json");
        }
        checkTeam();
        MonthOptions.Inputs inputs = month.read();
        Statement whole = statement(inputs);
        Statement statement = team == null ? whole : whole.ofTeam(team);
        console.print(out -> {
            if (format.equals("csv")) {
                StatementCsv.write(out, statement.lines().stream());
            } else {
                ClosedDocument.write(
                        out,
                        statement,
                        inputs.terms(),
                        team == null ? "" : team,
                        inputs.usage()::forEachInOrder,
                        inputs.closed());
            }
        });
        return ExitCode.GOOD;
    }

    @Override
    public String lesson() {
        return Formats.CSV + Formats.USAGE + Formats.RATES + Formats.POOL + Formats.FX + Formats.POLICY
                + Formats.STATEMENT + Formats.EXAMPLE_FILES
                + """
                java -jar freihafen-cost.jar statement --usage usage.csv --rates rates.csv --month 2026-09
                """;
    }

    private void checkTeam() {
        try {
            if (team != null) {
                Fields.dnsLabel("team", team);
            }
        } catch (InvalidFact invalid) {
            throw new BadOption("--team", invalid.reason());
        }
    }

    static Statement statement(MonthOptions.Inputs inputs) {
        UsageSums sums = new UsageSums(inputs.terms().month(), inputs.terms().card());
        inputs.usage().forEach(sums::add);
        try {
            return Statement.of(sums, inputs.terms(), inputs.closed());
        } catch (MixedCurrencies mixed) {
            throw Currencies.fault(mixed, inputs.terms(), inputs.ratesFile());
        }
    }
}
