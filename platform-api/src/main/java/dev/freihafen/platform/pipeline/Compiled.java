package dev.freihafen.platform.pipeline;

import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrException;
import dev.freihafen.ir.IrProblem;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * A compiled pipeline that was read and found sound.
 *
 * @param text as it was sent
 */
public record Compiled(String text, Pipeline pipeline) {
    /** Most bytes of a compiled pipeline, so that it fits into the run's custom resource. */
    public static final int MAX_BYTES = 262_144;

    /**
     * Reads a compiled pipeline.
     *
     * @throws PlatformException.PayloadTooLarge when it does not fit
     * @throws PlatformException.ValidationFailed with the JSON path of each fault
     */
    static Compiled read(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Ir.MAX_BYTES) {
            throw new PlatformException.PayloadTooLarge("The compiled pipeline has " + bytes + " bytes, at most "
                    + Ir.MAX_BYTES + " are read at all and " + MAX_BYTES
                    + " can be run. Pass data as artifacts, not inside the pipeline.");
        }
        if (bytes > MAX_BYTES) {
            throw new PlatformException.PayloadTooLarge("The compiled pipeline has " + bytes + " bytes, at most "
                    + MAX_BYTES + " fit into the run's custom resource, which the cluster keeps whole. Compile it"
                    + " without comments and embedded data, or split it.");
        }
        try {
            return new Compiled(text, Ir.parse(text));
        } catch (IrException unsound) {
            throw fault(
                    "The compiled pipeline is not sound; correct what errors lists and compile it again.",
                    unsound.problems());
        }
    }

    /**
     * Refuses what the built-in engine cannot run.
     *
     * @throws PlatformException.EngineUnsupported with each task and feature
     */
    void requireBuiltIn() {
        List<IrProblem> unsupported = Ir.unsupported(pipeline);
        if (!unsupported.isEmpty()) {
            throw new PlatformException.EngineUnsupported(
                    "The pipeline is sound, but uses what the engine of this platform cannot run; errors lists it.",
                    errors(unsupported));
        }
    }

    /**
     * Problems of a pipeline or its parameters as one refusal; its type is that of the problem which hides the others.
     *
     * @param problems at least one
     */
    public static PlatformException fault(String detail, List<IrProblem> problems) {
        List<FieldError> errors = errors(problems);
        IrProblem.Kind gravest = problems.stream()
                .map(IrProblem::kind)
                .min(Comparator.naturalOrder())
                .orElse(IrProblem.Kind.Other);
        return switch (gravest) {
            case Unreadable ->
                new PlatformException.PipelineFault(
                        ProblemType.PipelineUnreadable,
                        "What was sent is neither YAML nor JSON; send the file that the kfp compiler wrote.",
                        errors);
            case SchemaVersion ->
                new PlatformException.PipelineFault(
                        ProblemType.SchemaVersionUnknown,
                        "The pipeline has a schema version that is not understood here; compile it with kfp 2.",
                        errors);
            case Cycle ->
                new PlatformException.PipelineFault(
                        ProblemType.PipelineCyclic,
                        "The pipeline has a cycle, so that none of its tasks could begin; take away one dependency.",
                        errors);
            case MissingParameter ->
                new PlatformException.PipelineFault(
                        ProblemType.ParameterMissing,
                        "The pipeline needs parameters that were not given; add what errors lists.",
                        errors);
            case Other -> new PlatformException.ValidationFailed(detail, errors);
        };
    }

    private static List<FieldError> errors(List<IrProblem> problems) {
        return problems.stream()
                .map(problem -> new FieldError(problem.path(), problem.message()))
                .toList();
    }
}
