package dev.freihafen.platform.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.artifact.Artifact;
import dev.freihafen.platform.artifact.ArtifactStore;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.run.RunEnded;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Registers the models whose steps ask for it by their metadata: {@code registerAs} names the model, {@code registerAlias}
 * an alias that shall stand for the new version. It is done when the run has succeeded, since only then the model lies on
 * the team's volume; a step that does not run, behind a quality gate for instance, registers nothing. What names nothing
 * that can be registered is left alone: a run has ended, and nobody is there to be told by an error.
 */
@Singleton
class RegistrationByRun {
    private static final Logger LOG = Logger.getLogger(RegistrationByRun.class);
    private static final String AS = "registerAs";
    private static final String ALIAS = "registerAlias";

    private final ArtifactStore artifacts;
    private final Registration registration;
    private final Clock clock;

    RegistrationByRun(ArtifactStore artifacts, Registration registration, Clock clock) {
        this.artifacts = artifacts;
        this.registration = registration;
        this.clock = clock;
    }

    void ended(@Observes RunEnded run) {
        if (run.state() == RunState.Succeeded) {
            register(run.transaction(), run.team(), run.run());
        }
    }

    private void register(Handle transaction, TeamKey team, UUID run) {
        for (Artifact model : artifacts.newest(transaction, run, Artifact.MODEL)) {
            Optional<String> name = text(model.metadata(), AS);
            if (name.isEmpty()) {
                continue;
            }
            if (!ModelNames.isModel(name.get())) {
                LOG.infof("run %s asks to register a model under a name that none can have", run);
                continue;
            }
            String owner = owner(transaction, run);
            ModelStore.Registered version = registration.register(
                    transaction,
                    team,
                    model,
                    new Registration.Said(name.get(), ServedModel.Format.sklearn, null),
                    owner);
            text(model.metadata(), ALIAS)
                    .filter(alias -> version.isNew() && ModelNames.isAlias(alias))
                    .ifPresent(alias -> registration.point(
                            transaction,
                            team,
                            new ModelStore.Alias(
                                    name.get(),
                                    alias,
                                    version.version(),
                                    owner,
                                    clock.instant().truncatedTo(ChronoUnit.MICROS))));
        }
    }

    private static String owner(Handle transaction, UUID run) {
        return transaction
                .createQuery("select owner from runs where id = :id")
                .bind("id", run)
                .mapTo(String.class)
                .one();
    }

    private static Optional<String> text(JsonNode metadata, String field) {
        return Optional.ofNullable(metadata.path(field).textValue());
    }
}
