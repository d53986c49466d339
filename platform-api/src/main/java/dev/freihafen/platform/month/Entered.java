package dev.freihafen.platform.month;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Currency;

/** Values as people enter them; nothing is guessed. */
final class Entered {
    private Entered() {}

    /** A plain decimal of at most 30 digits. */
    static BigDecimal decimal(String column, String text, boolean negative) {
        if (!text.matches((negative ? "-?" : "") + "\\d{1,30}(\\.\\d{1,29})?")) {
            throw new InvalidFact(column, Fields.quoted(text) + " is not a plain decimal such as 1050.00");
        }
        return new BigDecimal(text);
    }

    static Currency currency(String column, String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidFact(column, Fields.quoted(text) + " is not an ISO 4217 currency such as EUR");
        }
    }
}
