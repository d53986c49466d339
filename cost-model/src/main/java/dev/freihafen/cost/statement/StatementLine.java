package dev.freihafen.cost.statement;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a statement, as a row of its CSV. Texts are empty where there is none.
 *
 * @param team empty for what stays central or is unallocated
 * @param quantity in {@code unit}, scale 6, half up, for reading only; null for idle, shared and residual
 * @param unit such as {@code core-hour}
 * @param minorUnits amount in minor units (cents) of the currency; null if unpriced
 * @param currency null if unpriced
 * @param rateId the rate row that priced it
 * @param unitPrice of the rate row, in the rate's own currency
 * @param note what a reader should know: scaling, policy, slice, exchange rate, what is corrected
 */
public record StatementLine(
        String cluster,
        String team,
        String workloadKind,
        String workloadName,
        String step,
        String resource,
        String hardwareClass,
        String capacityType,
        @Nullable BigDecimal quantity,
        String unit,
        @Nullable BigInteger minorUnits,
        @Nullable Currency currency,
        String rateId,
        @Nullable BigDecimal unitPrice,
        Kind kind,
        String note) {

    private static final Pattern CORRECTS = Pattern.compile("corrects (\\d{4}-\\d{2}) ([A-Z][a-z]+): .*");

    /** The amount in whole units of the currency, with its digits; null if unpriced. */
    public @Nullable BigDecimal amount() {
        return minorUnits == null || currency == null
                ? null
                : new BigDecimal(minorUnits, currency.getDefaultFractionDigits());
    }

    /** The closed month that a correction is for; empty for all other lines. */
    public Optional<YearMonth> correctedMonth() {
        return corrects().map(note -> YearMonth.parse(note.group(1)));
    }

    /** The kind of the line that a correction is for; empty for all other lines. */
    public Optional<Kind> correctedKind() {
        return corrects().map(note -> Kind.of("note", note.group(2)));
    }

    private Optional<Matcher> corrects() {
        if (kind != Kind.CORRECTION) {
            return Optional.empty();
        }
        Matcher matcher = CORRECTS.matcher(note);
        if (!matcher.matches()) {
            throw new IllegalStateException("the note of a correction does not name what it corrects: " + note);
        }
        return Optional.of(matcher);
    }
}
