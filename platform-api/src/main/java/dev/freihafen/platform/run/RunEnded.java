package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.identity.TeamKey;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * An attempt of a run has ended. Told inside the transaction that writes it: what an observer writes with the same handle
 * stays or goes with it. A later attempt of the same run tells again.
 *
 * @param state a terminal one
 */
public record RunEnded(Handle transaction, TeamKey team, UUID run, RunState state) {}
