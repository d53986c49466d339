package dev.freihafen.platform.cost;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A version of a rate card; it never changes.
 *
 * @param version from 1; the highest of a name is in force
 * @param rates rows as they were put: id, cluster, resource, hardwareClass, capacityType, price, unit, currency,
 *     validFrom, validUntil, source, evidence and its SHA-256, all as text
 */
public record RateCardVersion(
        String name, int version, String createdBy, Instant createdAt, List<Map<String, String>> rates) {
    public RateCardVersion {
        rates = List.copyOf(rates);
    }
}
