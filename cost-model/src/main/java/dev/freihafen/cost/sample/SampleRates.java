package dev.freihafen.cost.sample;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prices of the made-up month, in euro. */
final class SampleRates {

    private static final Currency EURO = Currency.getInstance("EUR");
    private static final String CONTRACT = "framework contract 2026";

    private SampleRates() {}

    static List<Rate> of(YearMonth month, int clusters) {
        Instant year = start(YearMonth.of(month.getYear(), 1));
        Instant middle = month.atDay(15).atTime(12, 0).toInstant(ZoneOffset.UTC);
        List<Rate> rates = new ArrayList<>();
        rates.add(rate("cpu", Rate.ANY, "cpu", null, "0.031611", year, null));
        rates.add(rate("cpu-spot", Rate.ANY, "cpu", CapacityType.SPOT, "0.011063", year, null));
        rates.add(rate("memory", Rate.ANY, "memory", null, "0.004237", year, null));
        rates.add(rate("memory-spot", Rate.ANY, "memory", CapacityType.SPOT, "0.001483", year, null));
        rates.add(rate("h100", Rate.ANY, "accelerator/H100", null, "2.50", year, middle));
        rates.add(rate("h100-from-15th", Rate.ANY, "accelerator/H100", null, "2.20", middle, null));
        rates.add(rate("h100-spot", Rate.ANY, "accelerator/H100", CapacityType.SPOT, "1.20", year, null));
        rates.add(rate("a100", Rate.ANY, "accelerator/A100", null, "1.48", year, null));
        rates.add(rate("a100-spot", Rate.ANY, "accelerator/A100", CapacityType.SPOT, "0.71", year, null));
        rates.add(rate("a100-1g", Rate.ANY, "accelerator/A100/1g.5gb", null, "0.2419", year, null));
        rates.add(rate("storage", Rate.ANY, "storage/standard", null, "0.08", year, null));
        rates.add(rate("loadbalancer", Rate.ANY, "loadbalancer", null, "0.0225", year, null));
        rates.add(rate("egress", Rate.ANY, "egress/internet", null, "0.085", year, null));
        if (clusters > 1) {
            String own = Names.clusters(clusters).get(1);
            rates.add(rate("cpu-" + own, own, "cpu", CapacityType.ON_DEMAND, "0.029480", year, null));
        }
        return List.copyOf(rates);
    }

    private static Rate rate(
            String id,
            String cluster,
            String resourceName,
            @Nullable CapacityType capacityType,
            String price,
            Instant from,
            @Nullable Instant until) {
        Resource resource = Resource.parse("resource", resourceName);
        Unit unit = resource instanceof Resource.Storage
                ? Unit.GIB_MONTH
                : Unit.of(resource).iterator().next();
        return new Rate(
                id,
                cluster,
                resource,
                Rate.ANY,
                capacityType,
                new BigDecimal(price),
                unit,
                EURO,
                from,
                until,
                CONTRACT);
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
