package dev.freihafen.cost.cli;

import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.ledger.InvalidFact;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The offline command line: {@code java -jar freihafen-cost.jar <verb>}. */
@Command(
        name = Main.NAME,
        sortOptions = false,
        synopsisHeading = "",
        customSynopsis = "java -jar freihafen-cost.jar <verb> [options]",
        descriptionHeading = "%n",
        description = {
            "Computes what shared clusters cost and who carries it, from files alone: no server, no network, no clock."
                    + " The same files give the same bytes.",
            "",
            "Verbs ('<verb> --help' explains each, with an example that works and the file formats):"
        },
        commandListHeading = "",
        footerHeading = "%n",
        footer = {
            "Exit codes: 0 good; 1 'verify' found a difference; 2 bad input: nothing on stdout, and on stderr one line",
            "'file:line: column: what is wrong', or '--option: what is wrong'; 3 refused, because usage has no price;",
            "70 the result cannot be written, or a fault of this program."
        })
public final class Main implements Runnable {

    static final String NAME = "freihafen-cost";
    private static final int HELP_WIDTH = 110;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err)));
    }

    /**
     * Follows a command line.
     *
     * @param out where results go
     * @param err where complaints go, one line each
     * @return the exit code
     */
    static int run(String[] args, OutputStream out, OutputStream err) {
        Console console = Console.of(out, err);
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new StatementVerb(console))
                .addSubcommand(new VerifyVerb(console))
                .addSubcommand(new FocusVerb(console))
                .addSubcommand(new QuoteVerb(console))
                .addSubcommand(new CommandLine(new RateVerb()).addSubcommand(new OnPremVerb(console)));
        line.setExpandAtFiles(false);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setParameterExceptionHandler((bad, arguments) -> {
            console.complain(Complaints.of(bad));
            return ExitCode.BAD_INPUT;
        });
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            console.complain(complaint(thrown));
            return isOfTheInput(thrown) ? ExitCode.BAD_INPUT : ExitCode.BROKEN;
        });
        line.setExecutionStrategy(parsed -> {
            for (CommandLine asked : parsed.asCommandLineList().reversed()) {
                if (asked.isUsageHelpRequested()) {
                    console.print(help(asked));
                    return ExitCode.GOOD;
                }
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line.execute(args);
    }

    /** Options from picocli; formats and examples as they are, so that they can be pasted. */
    private static String help(CommandLine command) {
        String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        return command.getCommand() instanceof Verb verb ? usage + "\n" + verb.lesson() : usage;
    }

    private static boolean isOfTheInput(Exception thrown) {
        return thrown instanceof FileFault || thrown instanceof BadOption || thrown instanceof InvalidFact;
    }

    private static String complaint(Exception thrown) {
        String message = String.valueOf(thrown.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return switch (thrown) {
            case FileFault _, BadOption _, InvalidFact _ -> message;
            case UncheckedIOException _ -> "stdout: cannot be written: " + message;
            default ->
                "freihafen-cost: a fault of this program (" + thrown.getClass().getSimpleName() + ": " + message
                        + "); please report it with the command line and the files";
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "verb");
    }
}
