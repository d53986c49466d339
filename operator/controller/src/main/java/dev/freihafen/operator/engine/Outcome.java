package dev.freihafen.operator.engine;

/**
 * What became of a task so far.
 *
 * @param kind how it stands
 * @param outputs what it gave, when it succeeded
 * @param message one plain sentence on why it failed, empty otherwise
 * @param lost path of a step whose result is too large to be passed on though it is part of the outputs, empty otherwise
 */
record Outcome(Kind kind, Scope outputs, String message, String lost) {
    /** How a task stands. */
    enum Kind {
        /** Not begun. */
        Waiting,
        /** Begun. */
        Running,
        Succeeded,
        Failed,
        /** Never begun, and never will be. */
        Skipped
    }

    static final Outcome WAITING = new Outcome(Kind.Waiting, Scope.EMPTY, "", "");
    static final Outcome RUNNING = new Outcome(Kind.Running, Scope.EMPTY, "", "");
    static final Outcome SKIPPED = new Outcome(Kind.Skipped, Scope.EMPTY, "", "");

    static Outcome succeeded(Scope outputs) {
        return new Outcome(Kind.Succeeded, outputs, "", "");
    }

    static Outcome failed(String message) {
        return new Outcome(Kind.Failed, Scope.EMPTY, message, "");
    }

    /** The same, with outputs that nobody may take. */
    Outcome losing(String step) {
        return new Outcome(kind, outputs, message, step);
    }

    boolean isFinished() {
        return switch (kind) {
            case Waiting, Running -> false;
            case Succeeded, Failed, Skipped -> true;
        };
    }
}
