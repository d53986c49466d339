package dev.freihafen.cost.document;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a line of a statement back from its fields. */
final class LineText {

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,60}(\\.\\d{1,40})?");

    private LineText() {}

    /** @throws InvalidFact naming the column */
    static StatementLine line(List<String> fields) {
        Currency currency = currency(get(fields, "currency"));
        return new StatementLine(
                get(fields, "cluster"),
                get(fields, "team"),
                get(fields, "workloadKind"),
                get(fields, "workloadName"),
                get(fields, "step"),
                get(fields, "resource"),
                get(fields, "hardwareClass"),
                get(fields, "capacityType"),
                decimal(fields, "quantity"),
                get(fields, "unit"),
                minorUnits(decimal(fields, "amount"), currency),
                currency,
                get(fields, "rateId"),
                decimal(fields, "unitPrice"),
                Kind.of("kind", get(fields, "kind")),
                get(fields, "note"));
    }

    private static String get(List<String> fields, String column) {
        return fields.get(StatementCsv.COLUMNS.indexOf(column));
    }

    private static @Nullable Currency currency(String text) {
        try {
            return text.isEmpty() ? null : Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidFact("currency", Fields.quoted(text) + " is not an ISO 4217 currency");
        }
    }

    private static @Nullable BigDecimal decimal(List<String> fields, String column) {
        String text = get(fields, column);
        if (text.isEmpty()) {
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new InvalidFact(column, Fields.quoted(text) + " is not a plain decimal");
        }
        return new BigDecimal(text);
    }

    private static @Nullable BigInteger minorUnits(@Nullable BigDecimal amount, @Nullable Currency currency) {
        if (amount == null || currency == null) {
            if (amount != null || currency != null) {
                throw new InvalidFact("amount", "an amount and its currency stand together, or neither does");
            }
            return null;
        }
        try {
            return amount.movePointRight(currency.getDefaultFractionDigits()).toBigIntegerExact();
        } catch (ArithmeticException tooFine) {
            throw new InvalidFact("amount", amount + " is not in whole minor units of " + currency);
        }
    }
}
