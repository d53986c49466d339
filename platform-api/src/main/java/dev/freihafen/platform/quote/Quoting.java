package dev.freihafen.platform.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.pipeline.Placement;
import dev.freihafen.cost.pipeline.QuotedPipeline;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.platform.cost.RateCards;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a run would cost, by the rates in force and by how long the steps of its pipeline took before. */
@Singleton
public class Quoting {
    private final QuoteStore quotes;
    private final RateCards rates;
    private final DesiredState desired;
    private final String cluster;
    private final Clock clock;

    Quoting(QuoteStore quotes, RateCards rates, DesiredState desired, PlatformConfig config, Clock clock) {
        this.quotes = quotes;
        this.rates = rates;
        this.desired = desired;
        this.cluster = config.cluster();
        this.clock = clock;
    }

    /**
     * A run that would be submitted.
     *
     * @param pipelineName by which its history is kept
     * @param hardwareClass name of a class that is there, null for none
     * @param deadline such as {@code 90m}, null for none
     */
    public record Asked(
            TeamKey team,
            String pipelineName,
            Pipeline pipeline,
            JsonNode parameters,
            @Nullable String hardwareClass,
            @Nullable String deadline) {}

    /**
     * The quote.
     *
     * @throws PlatformException.Conflict when rates of two currencies apply
     */
    public RunQuote quote(Asked asked) {
        String hardwareClass = asked.hardwareClass() == null ? "" : asked.hardwareClass();
        Placement placement = RunPlacement.of(
                cluster,
                hardwareClass,
                hardwareClass.isEmpty()
                        ? null
                        : desired.find(HardwareClass.class, null, hardwareClass)
                                .map(HardwareClass::getSpec)
                                .orElse(null),
                quotes.history(asked.team(), asked.pipelineName()),
                RunDeadline.of(asked.deadline()));
        Map<String, JsonNode> parameters = new HashMap<>();
        asked.parameters().properties().forEach(one -> parameters.put(one.getKey(), one.getValue()));
        try {
            return RunQuote.of(
                    QuotedPipeline.of(asked.pipeline(), parameters, placement),
                    rates.inForce(),
                    clock.instant(),
                    ZoneOffset.UTC);
        } catch (MixedCurrencies mixed) {
            throw new PlatformException.Conflict("No sum can be told: " + mixed.getMessage() + ".");
        }
    }
}
