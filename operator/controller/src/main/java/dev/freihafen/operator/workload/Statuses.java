package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;

/**
 * Writes the status of a resource under an optimistic lock, and lets the next reconciliation see it. A patch computed from
 * a cached resource would mix two statuses, and a comparison with an old one would miss a change.
 */
public final class Statuses {
    private Statuses() {}

    /** Writes it if it differs from what the resource has. */
    public static <S, R extends CustomResource<?, S>> void write(R resource, S status, Context<R> context) {
        if (status.equals(resource.getStatus())) {
            return;
        }
        PrimaryUpdateAndCacheUtils.updateStatusAndCacheResource(resource, context, fresh -> {
            fresh.setStatus(status);
            return fresh;
        });
    }
}
