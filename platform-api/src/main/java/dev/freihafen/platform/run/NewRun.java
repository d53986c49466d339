package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.identity.TeamKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that was found sound and is about to be written. */
record NewRun(
        UUID id,
        TeamKey team,
        String cluster,
        String pipeline,
        @Nullable String version,
        @Nullable String name,
        String digest,
        String ir,
        JsonNode parameters,
        @Nullable String hardwareClass,
        @Nullable String deadline,
        String owner,
        RunTerms terms,
        @Nullable String heldReason,
        Instant createdAt) {
    /** The same run, which waits for its team's budget where there is a reason. */
    NewRun held(@Nullable String reason) {
        return new NewRun(
                id,
                team,
                cluster,
                pipeline,
                version,
                name,
                digest,
                ir,
                parameters,
                hardwareClass,
                deadline,
                owner,
                terms,
                reason,
                createdAt);
    }

    /** The same run under that id, started by a schedule. */
    NewRun of(UUID chosen, RunTerms.Firing firing) {
        return new NewRun(
                chosen,
                team,
                cluster,
                pipeline,
                version,
                name,
                digest,
                ir,
                parameters,
                hardwareClass,
                deadline,
                owner,
                new RunTerms(terms.labels(), terms.priority(), terms.maxCost(), firing),
                heldReason,
                createdAt);
    }
}
