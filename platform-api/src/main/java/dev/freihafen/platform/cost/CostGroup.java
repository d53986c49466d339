package dev.freihafen.platform.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a group of usage has cost.
 *
 * @param group the columns grouped by: team, workloadKind, workloadName, owner, hardwareClass, cluster, resource
 * @param from beginning of the day or hour; absent unless grouped by it
 * @param currency absent when nothing has a price
 * @param amount minor units, half up
 * @param exact whole units, scale 9
 * @param unpriced what has no rate; where there is any, the true cost is unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CostGroup", examples = """
                {"group":{"owner":"scientist"},"from":"2026-09-01T00:00:00Z","currency":"EUR","amount":240,\
                "exact":"2.400000000","unpriced":[]}""")
public record CostGroup(
        Map<String, String> group,
        @Nullable Instant from,
        @Nullable String currency,
        BigInteger amount,
        String exact,
        List<String> unpriced) {
    public CostGroup {
        unpriced = List.copyOf(unpriced);
    }
}
