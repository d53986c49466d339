package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.TeamKey;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The outputs of an attempt of a step were written. Told once, inside the transaction that writes them: what an observer
 * writes with the same handle stays or goes with them.
 */
public record StepOutputsStored(
        Handle transaction, TeamKey team, UUID run, String step, int attempt, StepOutputs outputs) {}
