package dev.freihafen.platform.model;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.artifact.Artifact;
import dev.freihafen.platform.artifact.ArtifactStore;
import dev.freihafen.platform.audit.TeamAudit;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.RunStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** Registers, finds and deletes versions of models, and says no in words. */
@Singleton
public class ModelVersions {
    private final Jdbi jdbi;
    private final ModelStore models;
    private final ArtifactStore artifacts;
    private final RunStore runs;
    private final Registration registration;
    private final ServingEndpoints endpoints;
    private final TeamDirectory teams;
    private final TeamAudit audit;
    private final Clock clock;

    ModelVersions(
            Jdbi jdbi,
            ModelStore models,
            ArtifactStore artifacts,
            RunStore runs,
            Registration registration,
            ServingEndpoints endpoints,
            TeamDirectory teams,
            TeamAudit audit,
            Clock clock) {
        this.jdbi = jdbi;
        this.models = models;
        this.artifacts = artifacts;
        this.runs = runs;
        this.registration = registration;
        this.endpoints = endpoints;
        this.teams = teams;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A version as an endpoint can serve it.
     *
     * @param served place, format, name and number
     */
    public record Servable(ServedModel served, int version) {}

    /**
     * The version that a text names now, for an endpoint to serve.
     *
     * @param version a number, or an alias
     * @throws PlatformException.ValidationFailed when there is none, or it lies where no endpoint reaches
     */
    public Servable servable(String team, String model, String version) {
        TeamKey of = teams.find(team).map(TeamKey::of).orElseThrow(() -> unknown(team, model, version));
        ModelVersion found = (isNumber(version)
                        ? models.find(of, model, Integer.parseInt(version))
                        : models.find(of, model, version))
                .orElseThrow(() -> new PlatformException.ValidationFailed(
                        "There is no such version of a model.",
                        List.of(new FieldError(
                                "modelVersion",
                                "team " + team + " has no version or alias " + version + " of a model " + model
                                        + "; GET /api/v1/teams/" + team + "/models/" + model
                                        + "/versions lists them"))));
        if (!found.isServable()) {
            throw new PlatformException.ValidationFailed(
                    "That version cannot be served.",
                    List.of(new FieldError(
                            "modelVersion",
                            "lies at " + found.uri() + ", and only what is on the team's model volume can be served")));
        }
        return new Servable(
                new ServedModel(found.uri(), found.format(), model, Integer.toString(found.version())),
                found.version());
    }

    private static boolean isNumber(String version) {
        return version.matches("[1-9][0-9]{0,8}");
    }

    /** Makes a version from an artifact. */
    ModelStore.Registered register(TeamKey team, String model, ModelVersionBody body, String by) {
        ModelNames.requireModel(model);
        Artifact artifact = artifacts
                .find(team, body.artifact())
                .orElseThrow(() -> refused("is no artifact of the team; GET /api/v1/teams/" + team.name()
                        + "/runs/{id}/artifacts?type=system.Model lists the models of a run"));
        if (!artifact.type().equals(Artifact.MODEL)) {
            throw refused("is a " + artifact.type() + ", only a " + Artifact.MODEL + " can be registered");
        }
        if (artifact.position() > 0) {
            throw refused("is one of a list; put the model out under a name of its own");
        }
        RunState state =
                runs.find(team, artifact.run()).orElseThrow().progress().state();
        if (state != RunState.Succeeded) {
            throw new PlatformException.Conflict("Run " + artifact.run() + " is " + state
                    + ": its models are there for good once it has succeeded, so that they can be registered then.");
        }
        var said = new Registration.Said(
                model, Objects.requireNonNullElse(body.format(), ServedModel.Format.sklearn), body.description());
        return jdbi.inTransaction(transaction -> registration.register(transaction, team, artifact, said, by));
    }

    private static PlatformException.ValidationFailed refused(String why) {
        return new PlatformException.ValidationFailed(
                "No version can be made of that.", List.of(new FieldError("artifact", why)));
    }

    /** The version of that number. */
    ModelVersion require(TeamKey team, String model, String version) {
        if (!isNumber(version)) {
            throw unknown(team.name(), model, version);
        }
        return models.find(team, model, Integer.parseInt(version))
                .orElseThrow(() -> unknown(team.name(), model, version));
    }

    private static PlatformException.NotFound unknown(String team, String model, String version) {
        return new PlatformException.NotFound("Team " + team + " has no version " + version + " of a model " + model
                + "; GET /api/v1/teams/" + team + "/models/" + model + "/versions lists them.");
    }

    /** Lets an alias stand for a version. */
    ModelStore.Alias point(TeamKey team, String model, String alias, int version, String by) {
        ModelNames.requireAlias(alias);
        var wanted = new ModelStore.Alias(model, alias, version, by, now());
        if (!jdbi.<Boolean, RuntimeException>inTransaction(
                transaction -> registration.point(transaction, team, wanted))) {
            throw unknown(team.name(), model, Integer.toString(version));
        }
        return wanted;
    }

    /** Takes an alias away; what it stood for stays. */
    void unpoint(TeamKey team, String model, String alias, String by) {
        boolean gone = jdbi.inTransaction(transaction -> {
            boolean there = models.unpoint(transaction, team, model, alias);
            if (there) {
                audit.write(transaction, team, now(), by, "ModelAliasRemoved", alias + " of " + model);
            }
            return there;
        });
        if (!gone) {
            throw new PlatformException.NotFound("Model " + model + " has no alias " + alias + "; GET /api/v1/teams/"
                    + team.name() + "/models/" + model + " tells its aliases.");
        }
    }

    /** Deletes a version that neither an endpoint serves nor an alias stands for; the files stay where they are. */
    void delete(TeamKey team, ModelVersion version, String by) {
        List<String> serving = endpoints.of(team.name(), version.uri());
        if (!serving.isEmpty()) {
            throw new PlatformException.Conflict("Version " + version.version() + " of " + version.model()
                    + " is served by " + String.join(", ", serving) + "; delete that first.");
        }
        boolean deleted = jdbi.inTransaction(transaction -> {
            boolean gone = models.delete(transaction, team, version.model(), version.version());
            if (gone) {
                audit.write(
                        transaction,
                        team,
                        now(),
                        by,
                        "ModelVersionDeleted",
                        version.model() + " version " + version.version());
            }
            return gone;
        });
        if (!deleted) {
            throw new PlatformException.Conflict("An alias stands for version " + version.version() + " of "
                    + version.model() + "; let it stand for another version, or delete it first.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
