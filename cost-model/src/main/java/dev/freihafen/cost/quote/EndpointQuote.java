package dev.freihafen.cost.quote;

import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a model endpoint will cost per hour.
 *
 * @param least with as many replicas as it keeps; of nothing where it scales to zero
 * @param most with as many replicas as it may have
 */
public record EndpointQuote(PricePerHour least, PricePerHour most) {

    /**
     * @param replica base units of one replica's effective request, by what decides their price
     * @param minReplicas from 0 up
     * @param maxReplicas not below {@code minReplicas}
     * @param at whose rates apply
     * @throws InvalidFact if the replicas are out of order
     */
    public static EndpointQuote of(
            Map<PriceKey, Long> replica, int minReplicas, int maxReplicas, RateCard card, Instant at, ZoneId zone) {
        if (minReplicas < 0 || maxReplicas < minReplicas) {
            throw new InvalidFact(
                    "replicas", minReplicas + " to " + maxReplicas + " is not a range from 0 up; give min <= max");
        }
        return new EndpointQuote(
                PricePerHour.quote(times(minReplicas, replica), card, at, zone),
                PricePerHour.quote(times(maxReplicas, replica), card, at, zone));
    }

    private static Map<PriceKey, Long> times(int replicas, Map<PriceKey, Long> replica) {
        Map<PriceKey, Long> all = new HashMap<>();
        replica.forEach((key, quantity) -> all.put(key, Math.multiplyExact(quantity, (long) replicas)));
        return all;
    }
}
