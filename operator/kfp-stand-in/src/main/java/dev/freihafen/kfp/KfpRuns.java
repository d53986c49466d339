package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.kfp.Experiments.Experiment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs: rows of a database beside Workflows of a cluster, which the server writes one after the other and never together. That
 * is where its traps come from.
 */
public final class KfpRuns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of(
            "run_id",
            "experiment_id",
            "display_name",
            "description",
            "pipeline_spec",
            "pipeline_version_reference",
            "pipeline_version_id",
            "runtime_config",
            "service_account",
            "storage_state",
            "recurring_run_id");
    private static final int MOST_NAME = 255;
    /** From a terminate to the state FAILED, as measured. */
    private static final Duration TERMINATION = Duration.ofSeconds(17);

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Integer> made = new ConcurrentHashMap<>();
    private final Experiments experiments;
    private final Workflows workflows;
    private final boolean multiUser;
    private final Clock clock;

    KfpRuns(Experiments experiments, Workflows workflows, boolean multiUser, Clock clock) {
        this.experiments = experiments;
        this.workflows = workflows;
        this.multiUser = multiUser;
        this.clock = clock;
    }

    /** What the persistence agent reports of the run's Workflow: a state such as {@code RUNNING}; Argo's phase follows. */
    public synchronized void report(String run, String state) {
        Row row = row(run);
        row.report(state, clock.instant());
        workflows.phase(row.namespace, row.workflow, phase(state));
    }

    /** A task, by its path, is in that state; {@code CACHED} when its result was taken from the cache. */
    public synchronized void task(String run, String path, String state) {
        row(run).task(path, state);
    }

    /** How many Workflows were ever made for a run, those that are gone among them. */
    public int workflowsMade(String run) {
        return made.getOrDefault(run, 0);
    }

    /** Name of the Workflow that the run's row knows. */
    public synchronized String workflow(String run) {
        return row(run).workflow;
    }

    /** The pipeline as it was handed over. */
    public synchronized JsonNode pipeline(String run) {
        return row(run).json().path("pipeline_spec");
    }

    /** How many rows there are. */
    public synchronized int count() {
        return rows.size();
    }

    /** Whether there is a row of that id. */
    public synchronized boolean has(String run) {
        return rows.containsKey(run);
    }

    static ObjectNode read(String body) {
        return Message.read(body, FIELDS);
    }

    /** The experiment that a request to make a run names. */
    Experiment experiment(ObjectNode message) {
        String id = message.path("experiment_id").asText("");
        String combination =
                "Failed to create a new run: Failed to create a run due to invalid experimentId and namespace combination: ";
        if (id.isEmpty()) {
            if (multiUser) {
                String detail = "Experiment id can not be empty in multi-user mode";
                throw KfpError.invalid(combination + "Invalid input error: " + detail, detail);
            }
            return experiments.byDefault();
        }
        Experiment found = experiments.find(id);
        if (found == null) {
            String detail = "Experiment " + id + " not found";
            throw KfpError.notFound(
                    combination + "Failed to fetch namespace for experiment " + id
                            + ": Failed to fetch namespace from experiment " + id + ": ResourceNotFoundError: "
                            + detail,
                    detail);
        }
        return found;
    }

    static void checkName(ObjectNode message) {
        if (message.path("display_name").asText("").isEmpty()) {
            throw KfpError.internal("CreateJob(job.ToV2())Failed to create a run due to conversion error: "
                    + "InternalServerError: Failed to convert a API run detail to its internal representation: "
                    + "Invalid input error: Run name cannot be empty");
        }
    }

    /** First the Workflow, then the row: a second request with the same id makes a second Workflow before it fails. */
    JsonNode create(ObjectNode message, Experiment experiment, boolean loseRow) {
        JsonNode given = message.path("pipeline_spec");
        SpecRules.check(given, message.path("runtime_config").path("parameters"));
        String id = message.path("run_id").asText(UUID.randomUUID().toString());
        String namespace = experiment.namespace().isEmpty() ? "kubeflow" : experiment.namespace();
        String workflow = createWorkflow(id, namespace, SpecRules.name(given));
        made.merge(id, 1, Integer::sum);
        synchronized (this) {
            String name = message.path("display_name").asText();
            String store =
                    "Failed to create a new run: Failed to create a run: InternalServerError: Failed to store run "
                            + name + " to table: ";
            if (loseRow) {
                return JSON.createObjectNode();
            }
            if (rows.containsKey(id)) {
                throw KfpError.internal(store + "Error 1062 (23000): Duplicate entry '" + id + "' for key 'PRIMARY'");
            }
            if (name.length() > MOST_NAME) {
                throw KfpError.internal(store + "Error 1406 (22001): Data too long for column 'DisplayName' at row 1");
            }
            Row row = new Row(id, namespace, workflow, fixed(message, experiment, id), clock.instant());
            rows.put(id, row);
            experiments.ran(experiment);
            return row.json();
        }
    }

    private String createWorkflow(String id, String namespace, String pipeline) {
        try {
            return workflows.create(namespace, pipeline + "-", Map.of("pipeline/runid", id));
        } catch (IllegalArgumentException refused) {
            throw KfpError.internal(
                    "Failed to create a new run: InternalServerError: Failed to create a workflow for (): "
                            + refused.getMessage());
        }
    }

    private static ObjectNode fixed(ObjectNode message, Experiment experiment, String id) {
        ObjectNode fixed = JSON.createObjectNode()
                .put("experiment_id", experiment.id())
                .put("run_id", id)
                .put("display_name", message.path("display_name").asText())
                .put("storage_state", "AVAILABLE");
        fixed.set("pipeline_spec", message.path("pipeline_spec"));
        if (!message.path("runtime_config").path("parameters").isEmpty()) {
            fixed.set("runtime_config", message.get("runtime_config"));
        }
        return fixed.put("service_account", message.path("service_account").asText("pipeline-runner"));
    }

    synchronized JsonNode get(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw missing(
                    "Failed to get a run: " + (multiUser ? authorizing(id) : "") + "Failed to fetch run " + id, id);
        }
        Instant terminated = row.terminatedAt();
        if (terminated != null
                && !clock.instant().isBefore(terminated.plus(TERMINATION))
                && workflows.exists(row.namespace, row.workflow)) {
            row.endTermination(clock.instant());
            workflows.phase(row.namespace, row.workflow, "Failed");
        }
        return row.json();
    }

    /** The namespace of a run, absent when there is none. */
    synchronized @Nullable String namespace(String id) {
        Row row = rows.get(id);
        return row == null ? null : row.namespace;
    }

    synchronized JsonNode terminate(String id) {
        String failed = "Failed to terminate a run: ";
        Row row = rows.get(id);
        if (row == null) {
            throw missing(
                    failed + "Failed to terminate run " + id + " due to error fetching the run: Failed to fetch run "
                            + id,
                    id);
        }
        if (row.hasEnded() || row.state().equals("CANCELING")) {
            String detail = "Failed to terminate a run " + id + ". Row not found";
            throw KfpError.invalid(
                    failed + "Failed to terminate run " + id + ": Invalid input error: " + detail, detail);
        }
        row.terminate(clock.instant());
        if (!workflows.exists(row.namespace, row.workflow)) {
            String patching = "Failed to terminate workflow " + row.workflow + " due to patching error";
            throw KfpError.internal(failed + "InternalServerError: Failed to terminate run " + id
                    + " due to error terminating its workflow: " + patching + " after multiple retries: " + patching
                    + ": workflows.argoproj.io \"" + row.workflow + "\" not found");
        }
        return JSON.createObjectNode();
    }

    synchronized JsonNode retry(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw missing(
                    "Failed to retry a run: Failed to retry run " + id
                            + " due to error fetching the run: Failed to fetch run " + id,
                    id);
        }
        if (!row.state().equals("FAILED") || !workflows.exists(row.namespace, row.workflow)) {
            String detail = "Workflow must be Failed/Error to retry";
            throw KfpError.aborted(
                    "Failed to retry a run: Failed to retry run " + id + ": BadRequestError: " + detail
                            + ": workflow cannot be retried",
                    detail);
        }
        row.retry(clock.instant());
        workflows.phase(row.namespace, row.workflow, "Running");
        return JSON.createObjectNode();
    }

    synchronized JsonNode delete(String id) {
        Row row = rows.remove(id);
        if (row == null) {
            throw missing(
                    "Failed to delete a run: Failed to delete run " + id + " as it does not exist: Failed to fetch run "
                            + id,
                    id);
        }
        workflows.delete(row.namespace, row.workflow);
        return JSON.createObjectNode();
    }

    private Row row(String run) {
        Row row = rows.get(run);
        if (row == null) {
            throw new IllegalStateException("the stand-in has no run " + run);
        }
        return row;
    }

    private static String authorizing(String id) {
        return "Failed to authorize the request: Failed to authorize with the run ID " + id + ": ";
    }

    private static KfpError missing(String message, String id) {
        String detail = "Run " + id + " not found";
        return KfpError.notFound(message + ": ResourceNotFoundError: " + detail, detail);
    }

    private static String phase(String state) {
        return switch (state) {
            case "SUCCEEDED" -> "Succeeded";
            case "FAILED" -> "Failed";
            case "PENDING" -> "Pending";
            default -> "Running";
        };
    }
}
