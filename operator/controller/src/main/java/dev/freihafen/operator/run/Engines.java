package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engines of this operator, and which of them a run has. */
final class Engines {
    private static final String BUILTIN = "builtin";
    private static final String KFP = "kfp";

    private final List<PipelineEngine> all;

    Engines(List<PipelineEngine> all) {
        this.all = List.copyOf(all);
    }

    /** An engine, or why there is none now. */
    record Choice(@Nullable PipelineEngine engine, @Nullable Reason hindrance) {}

    /** The engine that the run has, else the one that it gets: once it is written into the status it is never another. */
    Choice choose(PipelineRun run) {
        String name = run.getStatus() == null ? null : run.getStatus().engine();
        if (name != null) {
            return named(name).map(engine -> new Choice(engine, null)).orElseGet(() -> missing(name));
        }
        return switch (run.getSpec().engine()) {
            case BuiltIn -> free(BUILTIN);
            case Kfp -> free(KFP);
            case Auto ->
                all.stream()
                        .filter(engine -> !engine.name().equals(BUILTIN)
                                && engine.hindrance().isEmpty())
                        .findFirst()
                        .map(engine -> new Choice(engine, null))
                        .orElseGet(() -> free(BUILTIN));
        };
    }

    /** The engine that the run has had; empty when it ended before it had one, or the operator has none of that name. */
    Optional<PipelineEngine> of(PipelineRun run) {
        return run.getStatus() == null || run.getStatus().engine() == null
                ? Optional.empty()
                : named(Objects.requireNonNull(run.getStatus().engine()));
    }

    private Choice free(String name) {
        return named(name)
                .map(engine -> engine.hindrance()
                        .map(hindrance -> new Choice(null, hindrance))
                        .orElseGet(() -> new Choice(engine, null)))
                .orElseGet(() -> missing(name));
    }

    private Optional<PipelineEngine> named(String name) {
        return all.stream().filter(engine -> engine.name().equals(name)).findFirst();
    }

    private static Choice missing(String name) {
        return new Choice(
                null,
                new Reason(
                        "EngineUnavailable",
                        "This operator has no engine " + name
                                + ": let an administrator install one that has it, or cancel the run and submit it for another engine."));
    }
}
