package dev.freihafen.platform.month;

import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What the clusters cost in a month, as finance enters it; a cluster without one takes its nodes' capacity cost. */
public record PoolsBody(List<Entry> pools) {
    public PoolsBody {
        pools = pools == null ? List.of() : List.copyOf(pools);
    }

    /**
     * An invoice, a depreciation.
     *
     * @param amount plain decimal, such as 1050.00
     */
    public record Entry(String cluster, String amount, String currency, String text) {
        public Entry {
            cluster = cluster == null ? "" : cluster;
            amount = amount == null ? "" : amount;
            currency = currency == null ? "" : currency;
            text = text == null ? "" : text;
        }
    }

    List<Pool> pools(List<FieldError> errors) {
        List<Pool> read = new ArrayList<>();
        for (int place = 0; place < pools.size(); place++) {
            Entry entry = pools.get(place);
            try {
                read.add(new Pool(
                        entry.cluster(),
                        Entered.decimal("amount", entry.amount(), true),
                        Entered.currency("currency", entry.currency()),
                        entry.text()));
            } catch (InvalidFact bad) {
                errors.add(new FieldError("pools[" + place + "]." + bad.column(), bad.reason()));
            }
        }
        return read;
    }
}
