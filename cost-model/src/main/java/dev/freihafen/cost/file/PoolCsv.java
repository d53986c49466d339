package dev.freihafen.cost.file;

import dev.freihafen.cost.statement.Pool;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code pool.csv}: what each cluster cost; several lines of one cluster add up. */
public final class PoolCsv {

    /** The columns. */
    public static final List<String> COLUMNS = List.of("cluster", "amount", "currency", "text");

    private static final RowRules RULES =
            new RowRules(COLUMNS, PoolCsv::pool, Map.of("cluster", "a", "amount", "1", "currency", "EUR", "text", ""));

    private PoolCsv() {}

    /** @throws FileFault with the first fault */
    public static List<Pool> read(InputStream in, String file) {
        List<Pool> pools = new ArrayList<>();
        CsvTable.readTexts(in, file, RULES, row -> pools.add(pool(row)));
        return pools;
    }

    /** The pool whose fields these are, by column. */
    public static Pool pool(Map<String, String> row) {
        return new Pool(
                MoneyText.field(row, "cluster"),
                MoneyText.signedDecimal("amount", MoneyText.field(row, "amount")),
                MoneyText.currency("currency", MoneyText.field(row, "currency")),
                MoneyText.field(row, "text"));
    }

    /** The fields as texts, in the order of the columns. */
    public static List<String> fields(Pool pool) {
        return List.of(
                pool.cluster(), pool.amount().toPlainString(), pool.currency().getCurrencyCode(), pool.text());
    }
}
