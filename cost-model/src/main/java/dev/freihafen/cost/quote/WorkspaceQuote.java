package dev.freihafen.cost.quote;

import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a workspace will cost per hour.
 *
 * @param running its pod and its volume
 * @param stopped its volume alone, which is kept
 */
public record WorkspaceQuote(PricePerHour running, PricePerHour stopped) {

    /**
     * @param pod base units of its pod's effective request, by what decides their price
     * @param volume the same of its volume
     * @param at whose rates apply
     */
    public static WorkspaceQuote of(
            Map<PriceKey, Long> pod, Map<PriceKey, Long> volume, RateCard card, Instant at, ZoneId zone) {
        Map<PriceKey, Long> all = new HashMap<>(pod);
        volume.forEach((key, quantity) -> all.merge(key, quantity, Math::addExact));
        return new WorkspaceQuote(PricePerHour.quote(all, card, at, zone), PricePerHour.quote(volume, card, at, zone));
    }
}
