package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrException;
import dev.freihafen.ir.IrProblem;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.Recent;
import dev.freihafen.operator.workload.Reason;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parsed pipelines, the last {@value #MOST} of them. */
final class Pipelines {
    private static final int MOST = 100;

    private final Recent<String, Parsed> cache = new Recent<>(MOST);

    /** A pipeline, or why it cannot be run here. */
    record Parsed(@Nullable Pipeline pipeline, @Nullable Reason refusal) {}

    /** Parses what the run carries; the digest that somebody wrote beside it is not trusted. */
    Parsed of(PipelineRunSpec spec) {
        Parsed parsed = cache.get(spec.ir(), Pipelines::parse);
        if (parsed.pipeline() != null) {
            List<IrProblem> problems = Ir.check(parsed.pipeline(), spec.parameters());
            if (!problems.isEmpty()) {
                return new Parsed(
                        null,
                        new Reason("InvalidParameters", "The parameters do not fit the pipeline: " + text(problems)));
            }
        }
        return parsed;
    }

    private static Parsed parse(String ir) {
        try {
            return new Parsed(Ir.parse(ir), null);
        } catch (IrException invalid) {
            return new Parsed(
                    null, new Reason("InvalidPipeline", "The pipeline cannot be read: " + text(invalid.problems())));
        }
    }

    private static String text(List<IrProblem> problems) {
        return problems.stream().limit(20).map(IrProblem::toString).collect(Collectors.joining("; "));
    }
}
