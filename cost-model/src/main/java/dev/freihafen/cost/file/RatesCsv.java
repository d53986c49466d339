package dev.freihafen.cost.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.freihafen.cost.file.RowRules.CrossRow;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.Rate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code rates.csv}: one line per rate, with the columns {@link Rate#COLUMNS}; the order of the lines decides ties. */
public final class RatesCsv {

    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("id", "a"),
            Map.entry("cluster", "*"),
            Map.entry("resource", "cpu"),
            Map.entry("hardwareClass", "*"),
            Map.entry("capacityType", "*"),
            Map.entry("price", "1"),
            Map.entry("unit", "core-hour"),
            Map.entry("currency", "EUR"),
            Map.entry("validFrom", "1970-01-01T00:00:00Z"),
            Map.entry("validUntil", ""),
            Map.entry("source", "free"));
    private static final Map<String, Set<String>> TOGETHER =
            Map.of("unit", Set.of("resource"), "price", Set.of("source"), "validUntil", Set.of("validFrom"));
    private static final Set<String> SCOPE =
            Set.of("cluster", "resource", "hardwareClass", "capacityType", "validFrom");

    private RatesCsv() {}

    /**
     * Reads a rate card.
     *
     * @param file its name in faults
     * @throws FileFault with the first fault
     */
    public static List<Rate> read(InputStream in, String file) {
        List<Rate> rates = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        Map<List<String>, String> scopes = new HashMap<>();
        List<CrossRow> crossRow = List.of(
                new CrossRow("id", Set.of("id"), row -> refuseSameId(ids, row)),
                new CrossRow("validFrom", SCOPE, row -> refuseSameScope(scopes, row)));
        RowRules rules = new RowRules(Rate.COLUMNS, Rate::fromText, SOUND, TOGETHER, crossRow);
        CsvTable.readTexts(in, file, rules, row -> {
            Rate rate = Rate.fromText(row);
            crossRow.forEach(rule -> rule.check().accept(row));
            ids.put(rate.id(), rates.size() + 1);
            scopes.put(scope(row), rate.id());
            rates.add(rate);
        });
        return rates;
    }

    private static void refuseSameId(Map<String, Integer> ids, Map<String, String> row) {
        Integer earlier = ids.get(row.get("id"));
        if (earlier != null) {
            throw new InvalidFact("id", "is the id of rate " + earlier + " too; every rate needs its own");
        }
    }

    private static void refuseSameScope(Map<List<String>, String> scopes, Map<String, String> row) {
        String earlier = scopes.get(scope(row));
        if (earlier != null) {
            throw new InvalidFact(
                    "validFrom",
                    "the rate '" + earlier
                            + "' has the same cluster, resource, hardwareClass, capacityType and validFrom; a changed"
                            + " price needs a later validFrom");
        }
    }

    private static List<String> scope(Map<String, String> row) {
        return Rate.COLUMNS.stream()
                .filter(SCOPE::contains)
                .map(column -> row.getOrDefault(column, ""))
                .toList();
    }

    /** Writes a rate card; the stream stays open. */
    public static void write(OutputStream out, List<Rate> rates) {
        try {
            CsvWriter writer = CsvFormat.writer(out);
            writer.writeRecord(Rate.COLUMNS);
            rates.forEach(rate -> writer.writeRecord(fields(rate)));
            writer.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The fields of a rate as texts, in the order of the columns. */
    public static List<String> fields(Rate rate) {
        CapacityType capacityType = rate.capacityType();
        Instant validUntil = rate.validUntil();
        return List.of(
                rate.id(),
                rate.cluster(),
                rate.resource().text(),
                rate.hardwareClass(),
                capacityType == null ? Rate.ANY : capacityType.text(),
                rate.price().toPlainString(),
                rate.unit().text(),
                rate.currency().getCurrencyCode(),
                rate.validFrom().toString(),
                validUntil == null ? "" : validUntil.toString(),
                rate.source());
    }
}
