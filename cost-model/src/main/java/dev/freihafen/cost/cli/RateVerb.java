package dev.freihafen.cost.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Builds rates. */
@Command(name = "rate", description = "Builds rates: 'rate on-prem' from what a server of one's own costs.")
final class RateVerb implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "verb");
    }
}
