package dev.freihafen.cost.cli;

/** What the command line tells its caller. */
final class ExitCode {

    static final int GOOD = 0;
    /** {@code verify}: recomputed, and not the same. */
    static final int DIFFERENT = 1;

    static final int BAD_INPUT = 2;
    /** Some usage has no price, and the result must not leave it out. */
    static final int UNPRICED = 3;
    /** The result cannot be written, or the program itself is at fault ({@code EX_SOFTWARE} of sysexits). */
    static final int BROKEN = 70;

    private ExitCode() {}
}
