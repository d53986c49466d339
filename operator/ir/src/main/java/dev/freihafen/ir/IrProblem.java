package dev.freihafen.ir;

/**
 * One thing that is wrong with a pipeline.
 *
 * @param path JSON path of the field, such as {@code $.root.dag.tasks.train.inputs.parameters.c}
 * @param message one sentence: what is wrong and what to do
 */
public record IrProblem(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
