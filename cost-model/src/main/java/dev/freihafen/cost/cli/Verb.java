package dev.freihafen.cost.cli;

import java.util.concurrent.Callable;

/** A verb of the command line; its result is the exit code. */
interface Verb extends Callable<Integer> {

    /** What follows the options in its help: file formats, and an example that works when pasted into a shell. */
    String lesson();
}
