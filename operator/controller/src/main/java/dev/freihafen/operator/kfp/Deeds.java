package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.Notes.Submission;
import dev.freihafen.operator.run.RunContext;
import dev.freihafen.operator.workload.Labels;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Does what was decided, once, and says what to write of the outcome; empty when the next look tells it better. */
final class Deeds {
    /** The pipeline itself is at fault; 409 is not among them, since it speaks of the moment. */
    private static final Set<Integer> INPUT = Set.of(400, 413, 422);

    private static final Set<Integer> ACCESS = Set.of(401, 403);
    private static final int NOT_FOUND = 404;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration ACCESS_AGAIN = Duration.ofSeconds(60);

    private final KfpServer server;
    private final ArgoObjects argo;
    private final RunContext context;
    private final Decision decision;
    private final String namespace;
    private final String run;

    Deeds(KfpServer server, ArgoObjects argo, RunContext context, Decision decision) {
        this.server = server;
        this.argo = argo;
        this.context = context;
        this.decision = decision;
        this.namespace = context.run().getMetadata().getNamespace();
        this.run = context.run().getMetadata().getName();
    }

    Optional<Decision> perform(Deed deed) {
        return switch (deed) {
            case Deed.Post ignored -> Optional.of(post());
            case Deed.PostAnew ignored -> Optional.of(postAnew());
            case Deed.Retry ignored -> Optional.of(handedOver(server.retry(namespace, run)));
            case Deed.Terminate ignored -> {
                server.terminate(namespace, run);
                yield Optional.empty();
            }
            case Deed.DeleteWorkflows workflows -> {
                argo.deleteWorkflows(namespace, workflows.names());
                yield Optional.empty();
            }
            case Deed.DeletePods pods -> {
                argo.deletePods(namespace, pods.names());
                yield Optional.empty();
            }
        };
    }

    private Decision postAnew() {
        Answer deleted = server.delete(namespace, run);
        boolean isGone = deleted instanceof Answer.Done
                || (deleted instanceof Answer.Refused refused && refused.status() == NOT_FOUND);
        return isGone ? post() : handedOver(deleted);
    }

    private Decision post() {
        return switch (server.experiment(namespace)) {
            case Answer.Done experiment -> {
                Answer answer = server.post(namespace, body(experiment.body().asText()));
                if (answer instanceof Answer.Refused refused && refused.status() == NOT_FOUND) {
                    server.forgetExperiment(namespace);
                    yield untried(new Reason("EngineBusy", "The team's experiment is made anew."), SOON);
                }
                yield handedOver(answer);
            }
            case Answer.Refused refused -> untried(server.refusing(refused), ACCESS_AGAIN);
            case Answer.Silence ignored -> untried(server.unavailable(), SOON);
        };
    }

    /** Nothing was sent that could make a run: the intent is taken back. */
    private Decision untried(Reason reason, Duration wait) {
        return Decision.waiting(
                RunState.Queued, reason, Notes.NONE, context.now().plus(wait));
    }

    private Decision handedOver(Answer answer) {
        Submission intent = Objects.requireNonNull(decision.notes().submission(), "an intent was written");
        Instant settled = intent.at().plus(Decisions.SETTLED);
        return switch (answer) {
            case Answer.Done ignored ->
                Decision.waiting(
                        RunState.Pending,
                        null,
                        decision.notes().with(intent.confirmed()),
                        context.now().plus(SOON));
            case Answer.Refused refused
            when INPUT.contains(refused.status()) ->
                Decision.ended(
                        RunState.Failed,
                        new Reason("EngineRefused", "Kubeflow Pipelines refused the run: " + refused.message()),
                        decision.notes());
            case Answer.Refused refused
            when ACCESS.contains(refused.status()) -> untried(server.refusing(refused), ACCESS_AGAIN);
            case Answer.Refused refused ->
                Decision.waiting(
                        RunState.Submitting,
                        server.refusing(refused),
                        decision.notes().with(intent.refused(refused.message())),
                        settled);
            case Answer.Silence ignored ->
                Decision.waiting(RunState.Submitting, server.unavailable(), decision.notes(), settled);
        };
    }

    private JsonNode body(String experiment) {
        PipelineRun resource = context.run();
        Map<String, String> labels =
                new TreeMap<>(Labels.of(resource, context.team().name()));
        if (resource.getSpec().hardwareClass() != null) {
            labels.put(Labels.HARDWARE_CLASS, resource.getSpec().hardwareClass());
        }
        return Handover.body(
                Ir.documents(resource.getSpec().ir()),
                new Handover.Additions(
                        labels,
                        Map.of(Labels.OWNER, resource.getSpec().owner()),
                        context.around().hardware()),
                new Handover.Identity(run, resource.getSpec().pipeline() + " " + run, experiment, TeamAccess.RUNNER),
                resource.getSpec().parameters());
    }
}
