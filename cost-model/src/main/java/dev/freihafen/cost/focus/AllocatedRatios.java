package dev.freihafen.cost.focus;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.LargestRemainder;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a cluster's idle or shared cost each line carries, to nine digits; the parts of one cost sum to exactly
 * one, as the specification demands.
 */
final class AllocatedRatios {

    private static final int SCALE = 9;
    private static final BigInteger WHOLE = BigInteger.TEN.pow(SCALE);

    private final Map<StatementLine, BigDecimal> ratios = new HashMap<>();

    private record Cost(String cluster, Kind kind) {}

    private AllocatedRatios() {}

    static AllocatedRatios of(List<StatementLine> lines) {
        Map<Cost, List<StatementLine>> costs = new HashMap<>();
        for (StatementLine line : lines) {
            if (line.kind() == Kind.IDLE || line.kind() == Kind.SHARED) {
                costs.computeIfAbsent(new Cost(line.cluster(), line.kind()), absent -> new ArrayList<>())
                        .add(line);
            }
        }
        AllocatedRatios found = new AllocatedRatios();
        costs.values().forEach(found::add);
        return found;
    }

    private void add(List<StatementLine> lines) {
        BigInteger whole = lines.stream().map(AllocatedRatios::units).reduce(BigInteger.ZERO, BigInteger::add);
        if (whole.signum() == 0) {
            return;
        }
        List<BigInteger> split = LargestRemainder.split(
                WHOLE,
                lines,
                line -> new Fraction(units(line).multiply(WHOLE), whole),
                Comparator.comparing(StatementLine::team, Utf8Order.INSTANCE));
        for (int index = 0; index < lines.size(); index++) {
            ratios.put(lines.get(index), new BigDecimal(split.get(index), SCALE));
        }
    }

    private static BigInteger units(StatementLine line) {
        return Objects.requireNonNull(line.minorUnits());
    }

    /** Null where the whole cost is nothing, so that no part of it can be told. */
    @Nullable
    BigDecimal of(StatementLine line) {
        return ratios.get(line);
    }
}
