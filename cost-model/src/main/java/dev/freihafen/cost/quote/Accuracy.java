package dev.freihafen.cost.quote;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * How right quotes were: each is compared with what its run was charged in the end.
 *
 * @param count runs that were compared
 * @param below runs that cost less than their lowest quote
 * @param within runs that cost from their lowest to their highest quote
 * @param above runs that cost more than their highest quote
 * @param quoted sum of the expected quotes, whole units
 * @param charged sum of the charges
 * @param error the distribution of the relative errors; empty where no run was quoted above zero
 */
public record Accuracy(
        int count, int below, int within, int above, Fraction quoted, Fraction charged, Optional<Distribution> error) {

    /**
     * A run that has ended.
     *
     * @param quote before it was submitted
     * @param charge whole units of the same currency
     */
    public record Outcome(Range quote, Fraction charge) {}

    /**
     * Relative errors, (charge - expected) / expected: 1/10 is a run that cost a tenth more than expected. Percentiles
     * by nearest rank.
     *
     * @param meanAbsolute mean of the errors without their signs
     */
    public record Distribution(
            Fraction least, Fraction p10, Fraction p50, Fraction p90, Fraction most, Fraction meanAbsolute) {}

    /** @param outcomes all in one currency */
    public static Accuracy of(List<Outcome> outcomes) {
        Fraction quoted = Fraction.ZERO;
        Fraction charged = Fraction.ZERO;
        int below = 0;
        int above = 0;
        for (Outcome outcome : outcomes) {
            quoted = quoted.plus(outcome.quote.expected());
            charged = charged.plus(outcome.charge);
            below += outcome.charge.compareTo(outcome.quote.low()) < 0 ? 1 : 0;
            above += outcome.charge.compareTo(outcome.quote.high()) > 0 ? 1 : 0;
        }
        return new Accuracy(
                outcomes.size(),
                below,
                outcomes.size() - below - above,
                above,
                quoted,
                charged,
                distribution(outcomes));
    }

    private static Optional<Distribution> distribution(List<Outcome> outcomes) {
        List<Fraction> errors = outcomes.stream()
                .filter(outcome -> outcome.quote.expected().signum() > 0)
                .map(outcome -> relative(outcome.quote.expected(), outcome.charge))
                .sorted()
                .toList();
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        Fraction absolute = errors.stream()
                .map(error -> error.signum() < 0 ? error.negate() : error)
                .reduce(Fraction.ZERO, Fraction::plus);
        return Optional.of(new Distribution(
                errors.getFirst(),
                Percentiles.at(10, errors),
                Percentiles.at(50, errors),
                Percentiles.at(90, errors),
                errors.getLast(),
                absolute.dividedBy(BigInteger.valueOf(errors.size()))));
    }

    private static Fraction relative(Fraction expected, Fraction charge) {
        return charge.minus(expected).times(new Fraction(expected.denominator(), expected.numerator()));
    }
}
