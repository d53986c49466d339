package dev.freihafen.platform.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.Accuracy;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How right a team's quotes were: charge / expected of its newest runs, 1 for a quote that was exact.
 *
 * @param count runs that were compared
 * @param below runs that cost less than their lowest quote
 * @param within runs between their lowest and highest quote
 * @param above runs that cost more than their highest quote
 * @param quoted sum of the expected quotes
 * @param charged sum of the charges
 * @param p10 a tenth of the runs lies at or below this ratio; by nearest rank, four digits
 * @param meanAbsoluteError mean of |charge - expected| / expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "QuoteAccuracy")
record AccuracyView(
        String team,
        @Nullable String currency,
        int count,
        int below,
        int within,
        int above,
        String quoted,
        String charged,
        @Nullable String p10,
        @Nullable String median,
        @Nullable String p90,
        @Nullable String meanAbsoluteError) {
    private static final int DIGITS = 4;

    static AccuracyView of(String team, @Nullable String currency, Accuracy accuracy) {
        return new AccuracyView(
                team,
                currency,
                accuracy.count(),
                accuracy.below(),
                accuracy.within(),
                accuracy.above(),
                accuracy.quoted().decimal(QuoteStore.SCALE).toPlainString(),
                accuracy.charged().decimal(QuoteStore.SCALE).toPlainString(),
                accuracy.error().map(error -> ratio(error.p10())).orElse(null),
                accuracy.error().map(error -> ratio(error.p50())).orElse(null),
                accuracy.error().map(error -> ratio(error.p90())).orElse(null),
                accuracy.error()
                        .map(error -> error.meanAbsolute().decimal(DIGITS).toPlainString())
                        .orElse(null));
    }

    private static String ratio(Fraction error) {
        return error.plus(Fraction.ONE).decimal(DIGITS).toPlainString();
    }
}
