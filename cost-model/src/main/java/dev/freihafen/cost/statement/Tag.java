package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.TariffPosition;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that all lines at one price of one key share, made once for all of them. */
record Tag(
        String resource,
        String hardwareClass,
        String capacityType,
        String unit,
        BigDecimal baseUnitSecondsPerUnit,
        int rateRow,
        String rateId,
        @Nullable BigDecimal unitPrice,
        String note) {

    private static final int QUANTITY_SCALE = 6;
    private static final int SCALE_DIGITS = 6;
    private static final BigInteger SECONDS_PER_HOUR = BigInteger.valueOf(3600);

    /** Of what belongs to no resource: idle, shared, residual. */
    static final Tag NONE = new Tag("", "", "", "", BigDecimal.ONE, 0, "", null, "");

    /** Of a position without a price; its note comes with the line. */
    static Tag unpriced(TariffPosition position) {
        Resource resource = position.key().resource();
        Unit unit = Unit.of(resource).iterator().next();
        return of(position, unit, 0, "", null, "");
    }

    /** @param scale of overcommitment; 1 for none */
    static Tag of(TariffPosition position, Price price, Fraction scale, Exchange exchange) {
        Rate rate = price.rate();
        List<String> notes = new ArrayList<>();
        if (!price.share().equals(Fraction.ONE)) {
            notes.add("paid as " + price.share() + " of " + rate.resource().text());
        }
        if (!scale.equals(Fraction.ONE)) {
            notes.add("scaled by "
                    + scale.decimal(SCALE_DIGITS).stripTrailingZeros().toPlainString()
                    + ", as more was reserved than the nodes have");
        }
        exchange.rate(rate.currency()).ifPresent(used -> notes.add("converted at " + used.sentence()));
        return of(
                position,
                rate.unit(),
                exchange.terms().card().rowNumber(rate),
                rate.id(),
                rate.price(),
                String.join("; ", notes));
    }

    private static Tag of(
            TariffPosition position,
            Unit unit,
            int rateRow,
            String rateId,
            @Nullable BigDecimal unitPrice,
            String note) {
        Resource resource = position.key().resource();
        BigInteger seconds = switch (unit) {
            case CORE_HOUR, GIB_HOUR, UNIT_HOUR -> SECONDS_PER_HOUR;
            case GIB_MONTH -> BigInteger.valueOf(position.month().toSeconds());
            case GIB -> BigInteger.ONE;
        };
        CapacityType capacityType = position.key().capacityType();
        return new Tag(
                resource.text(),
                position.key().hardwareClass(),
                capacityType == null ? "" : capacityType.text(),
                unit.text(),
                new BigDecimal(seconds.multiply(BigInteger.valueOf(resource.baseUnitsPerUnit()))),
                rateRow,
                rateId,
                unitPrice,
                note);
    }

    /** Quantity-seconds in the unit, for reading. */
    BigDecimal quantity(BigInteger quantitySeconds) {
        return new BigDecimal(quantitySeconds).divide(baseUnitSecondsPerUnit, QUANTITY_SCALE, RoundingMode.HALF_UP);
    }
}
