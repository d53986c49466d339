package dev.freihafen.cost.file;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads decimals and currencies. */
final class MoneyText {

    private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?");
    private static final int MOST_DIGITS = 30;

    private MoneyText() {}

    /** A plain decimal, from 0 up. */
    static BigDecimal decimal(String column, String text) {
        return read(column, text, text);
    }

    /** A plain decimal, with a minus before a negative one. */
    static BigDecimal signedDecimal(String column, String text) {
        BigDecimal value = read(column, text, text.startsWith("-") ? text.substring(1) : text);
        return text.startsWith("-") ? value.negate() : value;
    }

    private static BigDecimal read(String column, String text, String unsigned) {
        if (unsigned.length() > MOST_DIGITS + 1 || !DECIMAL.matcher(unsigned).matches()) {
            throw new InvalidFact(
                    column,
                    Fields.quoted(text) + " is not a plain decimal of at most " + MOST_DIGITS
                            + " digits, such as 1234.56");
        }
        return new BigDecimal(unsigned);
    }

    /** A currency in which money can be rounded. */
    static Currency currency(String column, String text) {
        try {
            Currency currency = Currency.getInstance(text);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException ignored) {
            // Refused below, as a currency without a minor unit is.
        }
        throw new InvalidFact(
                column, Fields.quoted(text) + " is not an ISO 4217 currency with a minor unit, such as EUR");
    }

    static String field(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
