package dev.freihafen.platform.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.artifact.Artifact;
import dev.freihafen.platform.artifact.ArtifactStore;
import dev.freihafen.platform.audit.TeamAudit;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes versions of models from artifacts of runs that have succeeded, and moves aliases; both are written to the audit. */
@Singleton
class Registration {
    /** More metrics of a run than anybody compares are left out. */
    private static final int MOST_METRICS = 500;

    private final ArtifactStore artifacts;
    private final ModelStore models;
    private final TeamAudit audit;
    private final Clock clock;

    Registration(ArtifactStore artifacts, ModelStore models, TeamAudit audit, Clock clock) {
        this.artifacts = artifacts;
        this.models = models;
        this.audit = audit;
        this.clock = clock;
    }

    /** What people say of a version. */
    record Said(
            String model,
            ServedModel.Format format,
            @Nullable String description) {}

    /**
     * Makes the version, or finds the one that the artifact is already.
     *
     * @param artifact a model of a run that has succeeded
     * @param by account
     */
    ModelStore.Registered register(Handle transaction, TeamKey team, Artifact artifact, Said said, String by) {
        var wanted = new ModelStore.NewVersion(
                said.model(),
                artifact.id(),
                artifact.run(),
                artifact.step(),
                artifact.output(),
                ModelVersion.place(team.name(), artifact.run(), artifact.step(), artifact.output(), artifact.uri()),
                said.format(),
                said.description(),
                artifact.metadata(),
                metrics(artifacts.newest(transaction, artifact.run(), Artifact.METRICS)),
                by,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        ModelStore.Registered registered = models.register(transaction, team, wanted);
        if (registered.isNew()) {
            audit.write(
                    transaction,
                    team,
                    wanted.at(),
                    by,
                    "ModelVersionRegistered",
                    said.model() + " version " + registered.version() + " from " + artifact.step() + " of run "
                            + artifact.run());
        }
        return registered;
    }

    /** Lets an alias stand for a version; false when there is no such version. */
    boolean point(Handle transaction, TeamKey team, ModelStore.Alias alias) {
        boolean there = models.point(transaction, team, alias);
        if (there) {
            audit.write(
                    transaction,
                    team,
                    alias.changedAt(),
                    alias.changedBy(),
                    "ModelAliasMoved",
                    alias.alias() + " of " + alias.model() + " is version " + alias.version());
        }
        return there;
    }

    /** The scalars of metrics as a list of step, output, name and value. */
    static JsonNode metrics(List<Artifact> artifacts) {
        ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
        for (Artifact artifact : artifacts) {
            artifact.metadata().properties().forEach(entry -> {
                if (entry.getValue().isNumber() && metrics.size() < MOST_METRICS) {
                    metrics.addObject()
                            .put("step", artifact.step())
                            .put("output", artifact.output())
                            .put("name", entry.getKey())
                            .set("value", entry.getValue());
                }
            });
        }
        return metrics;
    }
}
