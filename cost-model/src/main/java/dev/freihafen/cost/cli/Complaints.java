package dev.freihafen.cost.cli;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line that names the option. */
final class Complaints {

    private Complaints() {}

    static String of(ParameterException bad) {
        CommandLine command = bad.getCommandLine();
        String help = "'" + command.getCommandSpec().qualifiedName() + " --help' explains";
        if (!command.getUnmatchedArguments().isEmpty()) {
            return unmatched(command, command.getUnmatchedArguments().getFirst(), help);
        }
        return switch (bad) {
            case UnmatchedArgumentException unmatched ->
                unmatched(command, unmatched.getUnmatched().getFirst(), help);
            case MissingParameterException missing ->
                missing.getMissing().isEmpty()
                        ? name(missing.getArgSpec()) + ": needs a value; " + help
                        : name(missing.getMissing().getFirst()) + ": " + reason(missing) + "; " + help;
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + ": is given twice; " + help;
            default ->
                bad.getArgSpec() == null
                        ? "verb: is missing; it is one of " + verbs(command) + "; " + help
                        : name(bad.getArgSpec()) + ": cannot be followed; " + help;
        };
    }

    private static String unmatched(CommandLine command, String argument, String help) {
        String shown = argument.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
        if (shown.startsWith("-")) {
            int equals = shown.indexOf('=');
            return (equals < 0 ? shown : shown.substring(0, equals)) + ": is not an option; " + help;
        }
        return command.getSubcommands().isEmpty()
                ? shown + ": is not expected here; " + help
                : shown + ": is not a verb; it is one of " + verbs(command) + "; " + help;
    }

    private static String reason(MissingParameterException missing) {
        String message = String.valueOf(missing.getMessage());
        boolean absent = message.startsWith("Missing required option")
                || missing.getMissing().getFirst().isPositional();
        return absent ? "is missing" : "needs a value";
    }

    private static String verbs(CommandLine command) {
        return command.getSubcommands().keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
