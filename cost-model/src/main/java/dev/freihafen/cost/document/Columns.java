package dev.freihafen.cost.document;

import dev.freihafen.cost.file.FxCsv;
import dev.freihafen.cost.file.PoolCsv;
import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the rows of a document's tables hold: the columns of the CSV files, in their order. */
final class Columns {

    /** By table, in the order of the names. */
    static final SortedMap<String, List<String>> OF = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "exchangeRates", FxCsv.COLUMNS,
            "facts", UsageInterval.COLUMNS,
            "lines", StatementCsv.COLUMNS,
            "pools", PoolCsv.COLUMNS,
            "rates", Rate.COLUMNS)));

    private Columns() {}

    static List<String> of(String table) {
        List<String> columns = OF.get(table);
        if (columns == null) {
            throw new IllegalArgumentException(table + " is no table of a document");
        }
        return columns;
    }
}
