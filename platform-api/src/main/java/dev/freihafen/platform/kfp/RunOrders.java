package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Catalogue.Version;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.RunRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what clients of KFP ask to run as the platform's own requests. What would change the run is never ignored. */
@Singleton
final class RunOrders {
    private static final Set<String> RUN = Set.of(
            "experiment_id",
            "run_id",
            "display_name",
            "storage_state",
            "description",
            "pipeline_version_id",
            "pipeline_spec",
            "pipeline_version_reference",
            "runtime_config",
            "service_account",
            "created_at",
            "scheduled_at",
            "finished_at",
            "state",
            "error",
            "run_details",
            "recurring_run_id",
            "state_history",
            "plugins_input",
            "plugins_output");
    private static final Set<String> REFERENCE = Set.of("pipeline_id", "pipeline_version_id");
    private static final Set<String> RUNTIME = Set.of("parameters", "pipeline_root");

    private final Catalogue catalogue;
    private final ObjectMapper json;

    RunOrders(Catalogue catalogue, ObjectMapper json) {
        this.catalogue = catalogue;
        this.json = json;
    }

    /** A run that is asked for, and where it is to be put. */
    record Order(
            RunRequest request,
            @Nullable String experimentId,
            @Nullable String description) {}

    Order read(TeamKey team, @Nullable String body) {
        Fields run = Fields.read(body, RUN);
        if (run.text("run_id").isPresent()) {
            throw new PlatformException.NotSupported("The platform chooses the ids of runs; leave run_id out.");
        }
        return new Order(
                request(team, run.required("display_name"), run),
                run.text("experiment_id").orElse(null),
                run.text("description").orElse(null));
    }

    /** What a run or a recurring run says it runs. */
    RunRequest request(TeamKey team, String name, Fields told) {
        refuse(told.text("service_account"), "service_account: the platform chooses the account that steps run under");
        refuse(told.text("pipeline_version_id"), "pipeline_version_id: say pipeline_version_reference");
        refuse(
                told.value("plugins_input")
                        .filter(plugins -> !plugins.isEmpty())
                        .map(Object::toString),
                "plugins_input");
        Optional<Fields> runtime = told.object("runtime_config", RUNTIME);
        refuse(
                runtime.flatMap(config -> config.text("pipeline_root")),
                "pipeline_root: the platform chooses where artifacts are kept");
        ObjectNode request = json.createObjectNode();
        request.put("name", name);
        runtime.flatMap(config -> config.value("parameters")).ifPresent(given -> request.set("parameters", given));
        Optional<JsonNode> spec = told.value("pipeline_spec").filter(given -> !given.isEmpty());
        Optional<Fields> reference = told.object("pipeline_version_reference", REFERENCE);
        if (spec.isPresent() == reference.isPresent()) {
            throw new PlatformException.BadRequest("Give either pipeline_spec or pipeline_version_reference.");
        }
        spec.ifPresent(given -> request.put("ir", Specs.text(given)));
        reference.ifPresent(given -> {
            Version version = version(team, given);
            request.put("pipeline", version.pipeline()).put("version", version.version());
        });
        return json.convertValue(request, RunRequest.class);
    }

    private Version version(TeamKey team, Fields reference) {
        String pipeline = reference.required("pipeline_id");
        String version = reference.required("pipeline_version_id");
        return KfpDoor.uuid(pipeline)
                .flatMap(ofPipeline -> KfpDoor.uuid(version).flatMap(id -> catalogue.version(team, ofPipeline, id)))
                .orElseThrow(() -> new PlatformException.NotFound(
                        "Pipeline version " + version + " of " + pipeline + " not found"));
    }

    private static void refuse(Optional<String> told, String what) {
        if (told.isPresent()) {
            throw new PlatformException.NotSupported("Not supported here, leave it out: " + what + ".");
        }
    }

    static void requireTakesWork(Team team) {
        if (team.getMetadata().getDeletionTimestamp() != null) {
            throw new PlatformException.Conflict(
                    "The team " + team.getMetadata().getName() + " is being deleted and takes no new work.");
        }
    }
}
