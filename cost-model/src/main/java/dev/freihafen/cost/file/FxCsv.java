package dev.freihafen.cost.file;

import dev.freihafen.cost.file.RowRules.CrossRow;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.ExchangeRate;
import dev.freihafen.cost.statement.ExchangeRates;
import dev.freihafen.cost.statement.Month;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code fx.csv}: frozen exchange rates; {@code rate} units of {@code quote} are one of {@code base}. */
public final class FxCsv {

    /** The columns. */
    public static final List<String> COLUMNS = List.of("month", "base", "quote", "rate");

    private static final Set<String> PAIR = Set.of("month", "base", "quote");
    private static final Map<String, String> SOUND =
            Map.of("month", "2026-01", "base", "AUD", "quote", "NZD", "rate", "1");

    private FxCsv() {}

    /** @throws FileFault with the first fault */
    public static ExchangeRates read(InputStream in, String file) {
        List<ExchangeRate> rates = new ArrayList<>();
        Set<List<String>> pairs = new HashSet<>();
        CrossRow once = new CrossRow("quote", PAIR, row -> {
            if (pairs.contains(pair(row))) {
                throw new InvalidFact(
                        "quote", "the pair has a rate for this month already; a month has one frozen rate");
            }
        });
        RowRules rules =
                new RowRules(COLUMNS, FxCsv::exchangeRate, SOUND, Map.of("quote", Set.of("base")), List.of(once));
        CsvTable.readTexts(in, file, rules, row -> {
            ExchangeRate rate = exchangeRate(row);
            once.check().accept(row);
            pairs.add(pair(row));
            rates.add(rate);
        });
        return new ExchangeRates(rates);
    }

    private static List<String> pair(Map<String, String> row) {
        return List.of(MoneyText.field(row, "month"), MoneyText.field(row, "base"), MoneyText.field(row, "quote"));
    }

    /** The exchange rate whose fields these are, by column. */
    public static ExchangeRate exchangeRate(Map<String, String> row) {
        return new ExchangeRate(
                Month.parse(MoneyText.field(row, "month"), ZoneOffset.UTC).month(),
                MoneyText.currency("base", MoneyText.field(row, "base")),
                MoneyText.currency("quote", MoneyText.field(row, "quote")),
                MoneyText.decimal("rate", MoneyText.field(row, "rate")));
    }

    /** The fields as texts, in the order of the columns. */
    public static List<String> fields(ExchangeRate rate) {
        return List.of(
                rate.month().toString(),
                rate.base().getCurrencyCode(),
                rate.quote().getCurrencyCode(),
                rate.rate().toPlainString());
    }
}
