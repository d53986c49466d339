package dev.freihafen.cost.cli;

import dev.freihafen.cost.document.ClosedDocument;
import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Statement;
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
        if (format.equals("csv")) {
            Statement statement = ofTeam(Summed.of(month.read()).statement());
            console.print(out -> StatementCsv.write(out, statement.lines().stream()));
        } else {
            printDocument(month.read());
        }
        return ExitCode.GOOD;
    }

    private void printDocument(MonthOptions.Inputs inputs) {
        Statement statement = ofTeam(Summed.of(inputs).statement());
        console.print(out -> ClosedDocument.write(
                out,
                statement,
                inputs.terms(),
                team == null ? "" : team,
                inputs.usage()::forEachInOrder,
                inputs.closed()));
    }

    private Statement ofTeam(Statement whole) {
        return team == null ? whole : whole.ofTeam(team);
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
}
