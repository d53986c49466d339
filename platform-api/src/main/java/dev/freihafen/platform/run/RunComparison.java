package dev.freihafen.platform.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.cost.CostView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side. Every list of values has one place for each run, in the order of {@code runs}. Pure.
 *
 * @param parameters in the order in which the runs name them
 * @param metrics of the newest attempt of each step, by step and name
 */
public record RunComparison(List<Compared> runs, List<Parameter> parameters, List<Metric> metrics) {
    private static final String METRICS = "system.Metrics";

    /**
     * A run among others.
     *
     * @param seconds from its first step's start to its end; absent where it has not ended or no step began
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Compared(
            UUID id,
            @Nullable String name,
            String pipeline,
            @Nullable String version,
            String digest,
            String state,
            String owner,
            Map<String, String> labels,
            @Nullable String hardwareClass,
            int attempt,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long seconds,
            @Nullable CostView cost) {
        static Compared of(Run run, @Nullable CostView cost) {
            Instant start = run.progress().startedAt();
            Instant end = run.progress().finishedAt();
            return new Compared(
                    run.id(),
                    run.name(),
                    run.pipeline(),
                    run.version(),
                    run.digest(),
                    run.shownState().name(),
                    run.owner(),
                    run.terms().labels(),
                    run.hardwareClass(),
                    run.intent().attempt(),
                    run.createdAt(),
                    start,
                    end,
                    start == null || end == null
                            ? null
                            : Duration.between(start, end).toSeconds(),
                    cost);
        }
    }

    /**
     * A parameter.
     *
     * @param values null where a run was not given it
     * @param differs whether the values are not all the same
     */
    public record Parameter(String name, List<@Nullable JsonNode> values, boolean differs) {}

    /**
     * A number or text that a step has logged as a metric.
     *
     * @param step path of the step
     * @param values null where a run has none
     * @param differs whether the values are not all the same
     */
    public record Metric(String step, String name, List<@Nullable JsonNode> values, boolean differs) {}

    /**
     * Puts runs side by side.
     *
     * @param costs of some of them
     * @param outputs of their steps
     */
    static RunComparison of(List<Run> runs, Map<UUID, CostView> costs, Map<RunHistory.Attempt, StepOutputs> outputs) {
        List<UUID> ids = runs.stream().map(Run::id).toList();
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> run.parameters().fieldNames().forEachRemaining(names::add));
        List<Parameter> parameters = new ArrayList<>();
        for (String name : names) {
            List<@Nullable JsonNode> values =
                    inOrder(runs, run -> run.parameters().get(name));
            parameters.add(new Parameter(name, values, differ(values)));
        }
        List<Metric> metrics = new ArrayList<>();
        metricsOf(outputs)
                .forEach((step, byName) -> byName.forEach((name, byRun) -> {
                    List<@Nullable JsonNode> values = inOrder(ids, byRun::get);
                    metrics.add(new Metric(step, name, values, differ(values)));
                }));
        return new RunComparison(
                runs.stream().map(run -> Compared.of(run, costs.get(run.id()))).toList(), parameters, metrics);
    }

    private static Map<String, Map<String, Map<UUID, JsonNode>>> metricsOf(
            Map<RunHistory.Attempt, StepOutputs> outputs) {
        Map<String, Map<String, Map<UUID, JsonNode>>> metrics = new TreeMap<>();
        newest(outputs.keySet())
                .forEach(attempt -> Objects.requireNonNull(outputs.get(attempt)).artifacts().stream()
                        .filter(artifact -> artifact.type().equals(METRICS))
                        .forEach(artifact -> artifact.metadata().fields().forEachRemaining(field -> {
                            if (field.getValue().isValueNode()
                                    && !field.getValue().isNull()) {
                                metrics.computeIfAbsent(attempt.step(), step -> new TreeMap<>())
                                        .computeIfAbsent(field.getKey(), name -> new LinkedHashMap<>())
                                        .put(attempt.run(), field.getValue());
                            }
                        })));
        return metrics;
    }

    private static Collection<RunHistory.Attempt> newest(Set<RunHistory.Attempt> attempts) {
        Map<List<Object>, RunHistory.Attempt> newest = new LinkedHashMap<>();
        attempts.forEach(attempt -> newest.merge(
                List.of(attempt.run(), attempt.step()),
                attempt,
                (one, other) -> one.number() > other.number() ? one : other));
        return newest.values();
    }

    private static <T> List<@Nullable JsonNode> inOrder(List<T> items, Function<T, @Nullable JsonNode> value) {
        List<@Nullable JsonNode> values = new ArrayList<>();
        items.forEach(item -> values.add(value.apply(item)));
        return values;
    }

    private static boolean differ(List<@Nullable JsonNode> values) {
        return values.stream().anyMatch(value -> !Objects.equals(value, values.getFirst()));
    }
}
