package dev.freihafen.cost.cli;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.document.Verification;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recomputes a document. */
@Command(
        name = "verify",
        description = {
            "Recomputes the document of a month from the facts, rates and policies inside it. Prints 'equal' with its"
                    + " SHA-256, which should be the one that was published when the month was closed, and exits with 0;"
                    + " or prints where it is not equal, one line each, and exits with 1."
        },
        sortOptions = false)
final class VerifyVerb implements Verb {

    private static final int MOST_TOLD = 100;

    private final Console console;

    @Parameters(paramLabel = "statement.json", description = "The document.")
    private String document = "";

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    VerifyVerb(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        InputFile file = new InputFile("statement.json", document);
        Verification verification =
                Verification.of(lines -> file.read((in, name) -> DocumentReader.read(in, name, lines)));
        console.print(verification.equal() ? equal(verification) : different(verification.differences()));
        return verification.equal() ? ExitCode.GOOD : ExitCode.DIFFERENT;
    }

    @Override
    public String lesson() {
        return """
                A document is what 'statement --format json' writes, and what the platform gives for a closed month. White
                space and the order of members do not matter: what is compared is the content.

                """ + Formats.EXAMPLE_FILES + """
                java -jar freihafen-cost.jar statement --usage usage.csv --rates rates.csv --month 2026-09 \\
                  --format json > statement.json
                java -jar freihafen-cost.jar verify statement.json
                """;
    }

    private static String equal(Verification verification) {
        return "equal: " + verification.document().terms().month() + ", " + verification.lines() + " lines from "
                + verification.document().facts().size() + " facts, sha256 "
                + verification.document().sha256() + "\n";
    }

    private static String different(List<String> differences) {
        StringBuilder told = new StringBuilder();
        differences.stream().limit(MOST_TOLD).forEach(line -> told.append(line).append('\n'));
        if (differences.size() > MOST_TOLD) {
            told.append("and ").append(differences.size() - MOST_TOLD).append(" more differences\n");
        }
        return told.toString();
    }
}
