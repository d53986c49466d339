package dev.freihafen.operator.engine;

import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrProblem;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.Recent;
import dev.freihafen.operator.workload.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a pipeline this engine cannot run; remembered for the last {@value #MOST} pipelines. */
final class Support {
    private static final int MOST = 100;
    private static final int TOLD = 20;

    private final Recent<String, List<IrProblem>> known = new Recent<>(MOST);

    Optional<Reason> refusal(Pipeline pipeline) {
        List<IrProblem> problems = known.get(pipeline.digest(), digest -> Ir.unsupported(pipeline));
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reason(
                        "EngineUnsupported",
                        problems.stream().limit(TOLD).map(IrProblem::toString).collect(Collectors.joining("; "))));
    }
}
