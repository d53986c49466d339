package dev.freihafen.operator.run;

import org.jspecify.annotations.Nullable;

/**
 * A pod of a step.
 *
 * @param name its name
 * @param uid its uid
 * @param path path of the step
 * @param attempt attempt of the step, from 1
 * @param container the container whose log is the step's
 * @param hasEnded whether none of its containers will run again
 * @param log its whole log, where the pod's status tells it; absent where the node has to be asked
 */
public record StepPod(
        String name,
        String uid,
        String path,
        int attempt,
        String container,
        boolean hasEnded,
        @Nullable String log) {}
