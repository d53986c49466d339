package dev.freihafen.platform.ledger;

import java.time.Instant;

/**
 * A cluster is known further than before; told after the facts are committed.
 *
 * @param observedUntil time of its API server up to which every fact is known
 */
public record WatermarkAdvanced(String cluster, Instant observedUntil) {}
