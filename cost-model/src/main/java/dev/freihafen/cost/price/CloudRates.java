package dev.freihafen.cost.price;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rates of a rate card from published prices. Only plain on-demand and spot prices become rates: what is bound for
 * a term is paid whether it is used or not, and belongs into the month's pool.
 */
public final class CloudRates {

    /** Digits after the point of a rate that is a part of a machine's price. */
    public static final int SCALE = 12;

    private CloudRates() {}

    /**
     * What a rate is for.
     *
     * @param id of the rate; a machine's rates add {@code -cpu}, {@code -memory} and {@code -accelerator}
     * @param cluster or {@code *}
     * @param hardwareClass or {@code *}
     */
    public record Target(
            String id,
            String cluster,
            String hardwareClass,
            Instant validFrom,
            @Nullable Instant validUntil) {}

    /**
     * A machine and how its price is split. The accelerators get what CPU and memory leave.
     *
     * @param millicores above 0
     * @param memoryBytes above 0
     * @param accelerator the model; null for none
     * @param accelerators how many; 0 for none
     * @param cpuPercent of the price, from 0 up
     * @param memoryPercent of the price, from 0 up
     */
    public record Machine(
            long millicores,
            long memoryBytes,
            Resource.@Nullable Accelerator accelerator,
            int accelerators,
            int cpuPercent,
            int memoryPercent) {

        /** @throws InvalidFact if the machine has no size, or its shares do not make up its whole price */
        public Machine {
            if (millicores <= 0) {
                throw new InvalidFact("millicores", millicores + " is not above 0");
            }
            if (memoryBytes <= 0) {
                throw new InvalidFact("memoryBytes", memoryBytes + " is not above 0");
            }
            if (accelerators < 0 || (accelerator == null) != (accelerators == 0)) {
                throw new InvalidFact("accelerators", accelerators + " does not fit the accelerator's model");
            }
            int rest = 100 - cpuPercent - memoryPercent;
            if (cpuPercent < 0 || memoryPercent < 0 || rest < 0 || (accelerators == 0 && rest > 0)) {
                throw new InvalidFact(
                        "cpuPercent",
                        cpuPercent + " and memoryPercent " + memoryPercent
                                + " do not make up the price; without accelerators they must sum to 100");
            }
        }
    }

    /**
     * The rate of a resource that is published by its own unit, such as a core-hour or a GiB-month.
     *
     * @throws InvalidFact if the row is no plain on-demand or spot price, or its unit does not fit the resource
     */
    public static Rate of(PriceFile file, PriceRow row, Resource resource, Target target) {
        Unit unit = switch (row.measure()) {
            case HOUR -> resource instanceof Resource.Cpu ? Unit.CORE_HOUR : Unit.UNIT_HOUR;
            case GIB_HOUR -> Unit.GIB_HOUR;
            case GIB_MONTH -> Unit.GIB_MONTH;
            case GIB -> Unit.GIB;
            case OTHER -> throw new InvalidFact("unit", "'" + row.unit() + "' is not a unit that rates know");
        };
        return rate(file, row, resource, target, target.id(), unit, Fraction.of(row.price()), row.price());
    }

    /**
     * The rates of a machine that is published by the hour. Its whole capacity at these rates costs its price, but for
     * the rounding of the last digit.
     *
     * @throws InvalidFact if the row is no plain on-demand or spot price of an hour
     */
    public static List<Rate> of(PriceFile file, PriceRow row, Machine machine, Target target) {
        if (row.measure() != Measure.HOUR) {
            throw new InvalidFact("unit", "'" + row.unit() + "' is not an hour of a machine");
        }
        List<Rate> rates = new ArrayList<>();
        rates.add(part(
                file, row, new Resource.Cpu(), target, "-cpu", Unit.CORE_HOUR, machine.cpuPercent, machine.millicores));
        rates.add(part(
                file,
                row,
                new Resource.Memory(),
                target,
                "-memory",
                Unit.GIB_HOUR,
                machine.memoryPercent,
                machine.memoryBytes));
        Resource.Accelerator accelerator = machine.accelerator;
        if (accelerator != null) {
            rates.add(part(
                    file,
                    row,
                    accelerator,
                    target,
                    "-accelerator",
                    Unit.UNIT_HOUR,
                    100 - machine.cpuPercent - machine.memoryPercent,
                    Math.multiplyExact(machine.accelerators, Resource.THOUSANDTHS)));
        }
        return rates;
    }

    private static Rate part(
            PriceFile file,
            PriceRow row,
            Resource resource,
            Target target,
            String suffix,
            Unit unit,
            int percent,
            long baseUnits) {
        Fraction perUnit = Fraction.of(row.price())
                .times(Fraction.of(percent, 100))
                .times(BigInteger.valueOf(resource.baseUnitsPerUnit()))
                .dividedBy(BigInteger.valueOf(baseUnits));
        return rate(file, row, resource, target, target.id() + suffix, unit, perUnit, perUnit.decimal(SCALE));
    }

    private static Rate rate(
            PriceFile file,
            PriceRow row,
            Resource resource,
            Target target,
            String id,
            Unit unit,
            Fraction exact,
            BigDecimal price) {
        if (!row.plain()) {
            throw new InvalidFact(
                    "variant",
                    "'" + row.variant() + "' from " + row.fromUnits().toPlainString()
                            + " units is not the plain price; choose the row without conditions and tiers");
        }
        return new Rate(
                id,
                target.cluster(),
                resource,
                target.hardwareClass(),
                capacityType(row, resource),
                plain(price),
                unit,
                row.currency(),
                target.validFrom(),
                target.validUntil(),
                exact.signum() == 0 ? Rate.FREE : file.source(row));
    }

    private static @Nullable CapacityType capacityType(PriceRow row, Resource resource) {
        boolean machine = resource instanceof Resource.Cpu
                || resource instanceof Resource.Memory
                || resource instanceof Resource.Accelerator;
        return switch (row.purchase()) {
            case ON_DEMAND -> machine ? CapacityType.ON_DEMAND : null;
            case SPOT -> CapacityType.SPOT;
            default ->
                throw new InvalidFact(
                        "purchase",
                        row.purchase().text()
                                + " is paid whether it is used or not; enter it in the month's pool, and choose an"
                                + " OnDemand or Spot row for the rate");
        };
    }

    private static BigDecimal plain(BigDecimal price) {
        BigDecimal stripped = price.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
