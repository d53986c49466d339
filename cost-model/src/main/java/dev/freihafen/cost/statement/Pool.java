package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What a cluster cost in a month, as finance enters it: an invoice, a depreciation. Several of one cluster add up.
 *
 * @param cluster DNS label
 * @param amount whole units of the currency; negative for a credit note
 * @param text what it is, for reading
 */
public record Pool(String cluster, BigDecimal amount, Currency currency, String text) {

    private static final int LONGEST_TEXT = 1024;

    /** @throws InvalidFact if a field is outside its range */
    public Pool {
        Fields.dnsLabel("cluster", cluster);
        Money.plain("amount", amount);
        Money.known(currency);
        Fields.text("text", text, LONGEST_TEXT);
    }
}
