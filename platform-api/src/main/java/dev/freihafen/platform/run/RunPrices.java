package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.platform.cost.HourlyPrice;
import dev.freihafen.platform.cost.PriceLookup;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a step of a run costs an hour; a cluster that cannot be asked leaves it out. */
@Singleton
class RunPrices {
    private final DesiredState desired;
    private final PriceLookup prices;
    private final Clock clock;

    RunPrices(DesiredState desired, PriceLookup prices, Clock clock) {
        this.desired = desired;
        this.prices = prices;
        this.clock = clock;
    }

    /** Of one step of the class; null without a class. */
    @Nullable
    HourlyPrice ofStep(@Nullable String hardwareClass) {
        if (hardwareClass == null) {
            return null;
        }
        try {
            return desired.find(HardwareClass.class, null, hardwareClass)
                    .map(found -> prices.priceOf(hardwareClass, found.getSpec(), null, clock.instant()))
                    .orElse(null);
        } catch (PlatformException.Unavailable later) {
            return null;
        }
    }

    /** Runs as REST lists them, each class asked for once. */
    List<RunView> list(List<Run> runs) {
        Map<String, Optional<HourlyPrice>> known = new HashMap<>();
        return runs.stream()
                .map(run -> RunView.listed(
                        run,
                        run.hardwareClass() == null
                                ? null
                                : known.computeIfAbsent(run.hardwareClass(), name -> Optional.ofNullable(ofStep(name)))
                                        .orElse(null)))
                .toList();
    }

    /** A run as REST shows it, without what it has cost. */
    RunView view(Run run) {
        return RunView.of(run, null, ofStep(run.hardwareClass()));
    }
}
