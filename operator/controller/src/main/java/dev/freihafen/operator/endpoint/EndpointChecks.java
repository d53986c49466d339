package dev.freihafen.operator.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpointStatus.State;
import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/** What an endpoint is, by what is seen of it. Pure. */
final class EndpointChecks {
    private EndpointChecks() {}

    /** A state, why, and how many pods answer. */
    record Verdict(State state, Reason reason, int ready) {}

    /**
     * @param hindrance what keeps it from starting
     * @param deployment its Deployment, once it was made
     * @param pods its pods
     * @param outdated whether its hardware class has changed since it was started
     */
    static Verdict check(
            Optional<Reason> hindrance, Optional<Deployment> deployment, List<Pod> pods, boolean outdated) {
        int ready = deployment
                .map(Deployment::getStatus)
                .map(status -> status.getReadyReplicas())
                .orElse(0);
        if (ready > 0) {
            return new Verdict(State.Ready, answering(ready, outdated), ready);
        }
        Optional<Reason> cause =
                pods.stream().map(PodReasons::of).flatMap(Optional::stream).findFirst();
        if (cause.isPresent()) {
            State state = cause.get().code().equals("Crashing") ? State.Failed : State.Pending;
            return new Verdict(state, cause.get(), 0);
        }
        if (!pods.isEmpty()) {
            return new Verdict(State.Starting, new Reason("Starting", "The model is being loaded."), 0);
        }
        return hindrance
                .or(() -> deployment.flatMap(EndpointChecks::refusal))
                .map(reason -> new Verdict(State.Pending, reason, 0))
                .orElseGet(() -> new Verdict(State.Pending, new Reason("Creating", "Its pods are being made."), 0));
    }

    private static Reason answering(int ready, boolean outdated) {
        String pods = ready == 1 ? "One pod answers" : ready + " pods answer";
        return outdated
                ? new Reason(
                        "ChangedAtNextStart",
                        pods + "; the changed hardware class applies when the endpoint itself is changed next.")
                : new Reason("Ready", pods + ".");
    }

    private static Optional<Reason> refusal(Deployment deployment) {
        if (deployment.getStatus() == null || deployment.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return deployment.getStatus().getConditions().stream()
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> PodReasons.refused(condition.getMessage()))
                .findFirst();
    }
}
