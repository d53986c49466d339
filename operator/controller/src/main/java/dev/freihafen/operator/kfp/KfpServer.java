package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.workload.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One Kubeflow Pipelines as the engine asks it: in the name of a team, and not while it does not answer. */
final class KfpServer {
    /** Name of the experiment of each team that its runs go to. */
    static final String EXPERIMENT = "freihafen";

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final Duration SHORTLY = Duration.ofSeconds(5);

    private final String url;
    private final KfpClient client;
    private final TeamAccess access;
    private final Clock clock;
    private final Breaker breaker = new Breaker();
    private final Map<String, String> experiments = new ConcurrentHashMap<>();

    KfpServer(String url, KfpClient client, TeamAccess access, Clock clock) {
        this.url = url;
        this.client = client;
        this.access = access;
        this.clock = clock;
    }

    /** Why it is not asked now, and until when; empty when it would be. */
    Optional<Picture.Seen.Away> away() {
        return breaker.keepsBackUntil(clock.instant()).map(until -> new Picture.Seen.Away(unavailable(), until));
    }

    /** What it says of a run. */
    Picture.Seen get(String namespace, String run) {
        return switch (ask(namespace, target -> client.get(target, run))) {
            case Answer.Done done -> new Picture.Seen.Found(KfpRun.of(done.body()));
            case Answer.Refused refused when refused.status() == 404 -> new Picture.Seen.Missing();
            case Answer.Refused refused -> new Picture.Seen.Away(refusing(refused), again());
            case Answer.Silence ignored ->
                new Picture.Seen.Away(
                        unavailable(), breaker.keepsBackUntil(clock.instant()).orElse(again()));
        };
    }

    /** Id of the team's experiment, which is made when there is none. */
    Answer experiment(String namespace) {
        String known = experiments.get(namespace);
        if (known != null) {
            return new Answer.Done(TextNode.valueOf(known));
        }
        Answer listed = ask(namespace, target -> client.experiments(target, namespace, EXPERIMENT));
        if (listed instanceof Answer.Done done) {
            JsonNode first = done.body().path("experiments").path(0).path("experiment_id");
            if (first.isTextual()) {
                return remembered(namespace, first);
            }
            Answer made = ask(namespace, target -> client.createExperiment(target, namespace, EXPERIMENT));
            return switch (made) {
                case Answer.Done created -> remembered(namespace, created.body().path("experiment_id"));
                case Answer.Refused refused
                when refused.status() == CONFLICT ->
                    new Answer.Silence("another operator made the experiment", Duration.ZERO);
                case Answer.Refused refused -> refused;
                case Answer.Silence silence -> silence;
            };
        }
        return listed;
    }

    private Answer remembered(String namespace, JsonNode id) {
        experiments.put(namespace, id.asText());
        return new Answer.Done(id);
    }

    /** The team's experiment may be gone: it is looked for again. */
    void forgetExperiment(String namespace) {
        experiments.remove(namespace);
    }

    Answer post(String namespace, JsonNode run) {
        return ask(namespace, target -> client.post(target, run));
    }

    Answer terminate(String namespace, String run) {
        return ask(namespace, target -> client.terminate(target, run));
    }

    Answer retry(String namespace, String run) {
        return ask(namespace, target -> client.retry(target, run));
    }

    Answer delete(String namespace, String run) {
        return ask(namespace, target -> client.delete(target, run));
    }

    /** That it does not answer, for a status. */
    Reason unavailable() {
        String cause = breaker.cause();
        return new Reason(
                "EngineUnavailable",
                "Kubeflow Pipelines at " + url + " is away" + (cause.isEmpty() ? "" : ": " + cause)
                        + ". Nothing is lost; the run goes on once it answers.");
    }

    /** That it answers with an error that is not the run's. */
    Reason refusing(Answer.Refused refused) {
        return new Reason(
                refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN ? "EngineForbidden" : "EngineFailing",
                "Kubeflow Pipelines answers " + refused.status() + ": " + refused.message());
    }

    private Instant again() {
        return clock.instant().plus(SHORTLY);
    }

    /** Asks once; a token that is no longer taken is renewed, and it is asked again. */
    private Answer ask(String namespace, Function<KfpClient.Target, Answer> request) {
        if (breaker.tryToPass(clock.instant()).isPresent()) {
            return new Answer.Silence(breaker.cause(), Duration.ZERO);
        }
        Answer answer;
        try {
            answer = request.apply(new KfpClient.Target(url, access.token(namespace)));
            if (answer instanceof Answer.Refused refused && refused.status() == UNAUTHORIZED) {
                access.forget(namespace);
                answer = request.apply(new KfpClient.Target(url, access.token(namespace)));
            }
        } catch (ApplyException refused) {
            return new Answer.Refused(
                    FORBIDDEN,
                    "the team has no account for it (" + refused.getMessage()
                            + "): apply deploy/kfp/rbac.yaml to the cluster");
        }
        if (answer instanceof Answer.Silence silence) {
            breaker.silent(silence, clock.instant());
        } else {
            breaker.answered();
        }
        return answer;
    }
}
