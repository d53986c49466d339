package dev.freihafen.operator.meter;

import java.time.Instant;
import java.util.Optional;

/**
 * How a pod was seen.
 *
 * @param lost last sign of life of its node, when that is lost
 * @param gone whether the API server has deleted it, so that no later fact can come
 * @param now the API server's latest time, used only where nothing else tells the end
 */
record Sighting(Optional<Instant> lost, boolean gone, Instant now) {}
