package dev.freihafen.operator.engine;

import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrProblem;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.workload.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a pipeline this engine cannot run; remembered for the last {@value #MOST} pipelines. */
final class Support {
    private static final int MOST = 100;
    private static final int TOLD = 20;

    private final Map<String, List<IrProblem>> known =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<IrProblem>> eldest) {
                    return size() > MOST;
                }
            });

    Optional<Reason> refusal(Pipeline pipeline) {
        List<IrProblem> problems = known.computeIfAbsent(pipeline.digest(), digest -> Ir.unsupported(pipeline));
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reason(
                        "EngineUnsupported",
                        problems.stream().limit(TOLD).map(IrProblem::toString).collect(Collectors.joining("; "))));
    }
}
