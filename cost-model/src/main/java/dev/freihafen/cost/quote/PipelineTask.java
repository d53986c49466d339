package dev.freihafen.cost.quote;

import dev.freihafen.cost.rate.PriceKey;
import java.util.List;
import java.util.Map;

/**
 * A task of a pipeline, as far as its cost goes.
 *
 * @param name unique among its siblings
 * @param items how often it runs
 * @param retries how often a failed attempt is made again, from 0 up; those of a group count for each of its tasks
 * @param conditional whether it may be left out: the lowest cost is then nothing
 */
public record PipelineTask(String name, Work work, Items items, int retries, boolean conditional) {

    /** The most retries that are counted; a pipeline that asks for more is refused. */
    public static final int MOST_RETRIES = 1000;

    public PipelineTask {
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException(
                    "task " + name + " has " + retries + " retries; 0 to " + MOST_RETRIES + " can be quoted");
        }
    }

    /** What the task is. */
    public sealed interface Work {}

    /**
     * A pod.
     *
     * @param reserved base units of its effective request, by what decides their price
     */
    public record Executor(Map<PriceKey, Long> reserved, StepTime time) implements Work {
        public Executor {
            reserved = Map.copyOf(reserved);
        }
    }

    /** A group: a nested pipeline, or the body of a loop or condition. */
    public record Tasks(List<PipelineTask> tasks) implements Work {
        public Tasks {
            tasks = List.copyOf(tasks);
        }
    }
}
