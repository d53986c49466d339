package dev.freihafen.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Experiments, by id. Names are unique in a namespace. */
final class Experiments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("experiment_id", "display_name", "description", "created_at", "namespace", "storage_state");
    private static final int MOST_NAME = 128;
    private static final int EQUALS = 1;

    private final Map<String, Experiment> experiments = new LinkedHashMap<>();
    private final Map<String, Instant> lastRuns = new HashMap<>();
    private final boolean multiUser;
    private final Clock clock;

    Experiments(boolean multiUser, Clock clock) {
        this.multiUser = multiUser;
        this.clock = clock;
    }

    /** One of them. */
    record Experiment(String id, String name, String description, String namespace, Instant createdAt) {}

    /** The namespace that a request to make one names. */
    static String namespace(ObjectNode message) {
        return message.path("namespace").asText("");
    }

    static ObjectNode read(String body) {
        return Message.read(body, FIELDS);
    }

    synchronized JsonNode create(ObjectNode message) {
        String name = message.path("display_name").asText("");
        String conversion = "[ExperimentServer]: Failed to create a experiment due to conversion error: "
                + "InternalServerError: Failed to convert API experiment to model experiment: Invalid input error: ";
        if (name.isEmpty()) {
            throw KfpError.internal(conversion + "Experiment must have a non-empty name");
        }
        if (name.length() > MOST_NAME) {
            throw KfpError.internal(conversion + "Experiment.Name length cannot exceed " + MOST_NAME);
        }
        String namespace = multiUser ? namespace(message) : "";
        if (experiments.values().stream()
                .anyMatch(one -> one.name().equals(name) && one.namespace().equals(namespace))) {
            String detail = "Failed to create a new experiment. The name " + name
                    + " already exists. Please specify a new name";
            throw KfpError.exists("Failed to create a experiment: Already exist error: " + detail, detail);
        }
        Experiment made = new Experiment(
                UUID.randomUUID().toString(), name, message.path("description").asText(""), namespace, clock.instant());
        experiments.put(made.id(), made);
        return json(made);
    }

    synchronized JsonNode get(String id) {
        Experiment found = experiments.get(id);
        if (found == null) {
            String detail = "Experiment " + id + " not found";
            throw KfpError.notFound("Failed to fetch experiment: ResourceNotFoundError: " + detail, detail);
        }
        return json(found);
    }

    /** A run of it was made. */
    synchronized void ran(Experiment experiment) {
        lastRuns.put(experiment.id(), clock.instant());
    }

    synchronized @Nullable Experiment find(String id) {
        return experiments.get(id);
    }

    /** The one that runs without an experiment go to. */
    synchronized Experiment byDefault() {
        return experiments.values().stream()
                .filter(one -> one.name().equals("Default"))
                .findFirst()
                .orElseGet(() -> {
                    Experiment made = new Experiment(UUID.randomUUID().toString(), "Default", "", "", clock.instant());
                    experiments.put(made.id(), made);
                    return made;
                });
    }

    /** Those that the filter lets through: predicates on {@code display_name} with EQUALS alone. */
    synchronized JsonNode list(String namespace, String filter) {
        List<Experiment> found = experiments.values().stream()
                .filter(one -> !multiUser || one.namespace().equals(namespace))
                .filter(one -> matches(one, filter))
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        if (!found.isEmpty()) {
            ArrayNode array = answer.putArray("experiments");
            found.forEach(one -> array.add(json(one)));
            answer.put("total_size", found.size());
        }
        return answer;
    }

    private static boolean matches(Experiment one, String filter) {
        if (filter.isEmpty()) {
            return true;
        }
        try {
            for (JsonNode predicate : JSON.readTree(filter).path("predicates")) {
                JsonNode operation = predicate.path("operation");
                if (operation.asInt() != EQUALS && !operation.asText().equals("EQUALS")) {
                    throw new UnsupportedOperationException("the stand-in knows EQUALS alone, not " + operation);
                }
                String wanted = predicate.has("stringValue")
                        ? predicate.get("stringValue").asText()
                        : predicate.path("string_value").asText();
                if (!one.name().equals(wanted)) {
                    return false;
                }
            }
            return true;
        } catch (JsonProcessingException unreadable) {
            throw new UnsupportedOperationException("the stand-in reads filters in JSON alone", unreadable);
        }
    }

    private ObjectNode json(Experiment one) {
        ObjectNode json = JSON.createObjectNode().put("experiment_id", one.id()).put("display_name", one.name());
        if (!one.description().isEmpty()) {
            json.put("description", one.description());
        }
        json.put("created_at", one.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!one.namespace().isEmpty()) {
            json.put("namespace", one.namespace());
        }
        return json.put("storage_state", "AVAILABLE")
                .put(
                        "last_run_created_at",
                        lastRuns.getOrDefault(one.id(), Instant.EPOCH)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
    }
}
