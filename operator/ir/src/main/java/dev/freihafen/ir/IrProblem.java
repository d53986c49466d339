package dev.freihafen.ir;

/**
 * One thing that is wrong with a pipeline.
 *
 * @param path JSON path of the field, such as {@code $.root.dag.tasks.train.inputs.parameters.c}
 * @param message one sentence: what is wrong and what to do
 * @param kind what sort of fault it is
 */
public record IrProblem(String path, String message, Kind kind) {
    /** A fault of no special kind. */
    public IrProblem(String path, String message) {
        this(path, message, Kind.Other);
    }

    /** Sorts of faults that people meet so often that each has a name, the one that hides the others first. */
    public enum Kind {
        /** The text is neither YAML nor JSON. */
        Unreadable,
        /** The schema is not the one that is understood. */
        SchemaVersion,
        /** Tasks wait for each other, or a component holds itself. */
        Cycle,
        /** A parameter without default was not given. */
        MissingParameter,
        /** Anything else. */
        Other
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
