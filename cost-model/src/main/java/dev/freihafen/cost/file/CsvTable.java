package dev.freihafen.cost.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a CSV file line by line: RFC 4180, UTF-8, LF or CRLF. The header has exactly the known names in any order. The
 * first fault in reading order ends it.
 */
final class CsvTable {

    private static final int LONGEST_FIELD = 1 << 20;

    private final String file;
    private final RowRules rules;
    private final Utf8Text text;
    private final CsvRow row = new CsvRow();
    private List<String> order = List.of();
    private int[] places = {};

    private CsvTable(InputStream in, String file, RowRules rules) {
        this.file = file;
        this.rules = rules;
        this.text = new Utf8Text(in);
    }

    /** Takes in a row; what it throws as {@link InvalidFact} refuses the row. */
    interface Rows {
        /** @param places for each known column, in their own order, the place of its field in the row */
        void accept(TextRow row, int[] places);
    }

    /** As {@link Rows}, with the fields as texts by column. */
    interface TextRows {
        void accept(Map<String, String> row);
    }

    /**
     * @param file its name in faults
     * @throws FileFault with the first fault
     * @throws UncheckedIOException if it cannot be read
     */
    static void read(InputStream in, String file, RowRules rules, Rows rows) {
        new CsvTable(in, file, rules).read(rows);
    }

    static void readTexts(InputStream in, String file, RowRules rules, TextRows rows) {
        read(in, file, rules, (row, places) -> {
            Map<String, String> texts = new TreeMap<>();
            for (int column = 0; column < places.length; column++) {
                texts.put(rules.columns().get(column), row.field(places[column]));
            }
            rows.accept(texts);
        });
    }

    private void read(Rows rows) {
        try (CsvReader<CsvRow> reader = CsvReader.builder()
                .skipEmptyLines(false)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .maxBufferSize(LONGEST_FIELD)
                .build(row, text)) {
            Iterator<CsvRow> lines = reader.iterator();
            if (!advance(lines)) {
                throw fault(1, rules.columns().getFirst(), "is missing: the file is empty; " + headerExpected());
            }
            readHeader();
            while (advance(lines)) {
                readRow(rows);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean advance(Iterator<CsvRow> lines) {
        try {
            if (!lines.hasNext()) {
                return false;
            }
            lines.next();
            return true;
        } catch (CsvParseException broken) {
            throw brokenField(
                    row.fields().count(), "has characters after the closing quote; write a quote inside a field twice");
        } catch (UncheckedIOException unreadable) {
            String message = String.valueOf(unreadable.getMessage());
            throw message.contains("buffer")
                            || String.valueOf(unreadable.getCause()).contains("buffer")
                    ? brokenField(
                            row.fields().count(),
                            "has more than " + LONGEST_FIELD + " characters; is a quote not closed?")
                    : unreadable;
        }
    }

    private void readHeader() {
        List<String> names = new ArrayList<>();
        for (int place = 0; place < row.fields().count(); place++) {
            String name = row.fields().field(place);
            String reason = row.characterFault(place);
            if (reason.isEmpty() && !rules.columns().contains(name)) {
                reason = "is not a known column; " + headerExpected();
            }
            if (reason.isEmpty() && names.contains(name)) {
                reason = "stands twice in the header";
            }
            if (!reason.isEmpty()) {
                throw fault(row.line(), shown(name), reason);
            }
            names.add(name);
        }
        requireClosedQuotes();
        for (String column : rules.columns()) {
            if (!names.contains(column)) {
                throw fault(row.line(), column, "is missing in the header; " + headerExpected());
            }
        }
        order = List.copyOf(names);
        places = rules.columns().stream().mapToInt(order::indexOf).toArray();
    }

    private void readRow(Rows rows) {
        if (row.isEmptyLine()) {
            throw fault(row.line(), order.getFirst(), "the line is empty; take it out");
        }
        if (row.suspect() || row.fields().count() != order.size() || unclosed()) {
            throw firstFault()
                    .orElseGet(() -> fault(row.line(), rules.columns().getFirst(), "the line cannot be read"));
        }
        try {
            rows.accept(row.fields(), places);
        } catch (InvalidFact invalid) {
            throw firstFault().orElseGet(() -> fault(row.line(), invalid.column(), invalid.reason()));
        }
    }

    private Optional<FileFault> firstFault() {
        int readable = unclosed() ? row.fields().count() - 1 : row.fields().count();
        Optional<FileFault> inFields = faultInFields(readable);
        if (inFields.isPresent()) {
            return inFields;
        }
        if (unclosed()) {
            return Optional.of(fault(row.line(), columnAt(readable), "has an opening quote that is never closed"));
        }
        if (row.fields().count() < order.size()) {
            return Optional.of(fault(
                    row.line(),
                    columnAt(row.fields().count()),
                    "is missing: the line has " + row.fields().count() + " fields, the header " + order.size()));
        }
        if (row.fields().count() > order.size()) {
            return Optional.of(fault(
                    row.line(),
                    columnAt(order.size()),
                    "is too much: the line has " + row.fields().count() + " fields, the header " + order.size()
                            + "; a field with a comma in it needs quotes"));
        }
        return Optional.empty();
    }

    private Optional<FileFault> faultInFields(int count) {
        List<String> fields = new ArrayList<>();
        List<String> characterFaults = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            fields.add(row.fields().field(place));
            characterFaults.add(row.characterFault(place));
        }
        return rules.firstFault(fields, order, characterFaults)
                .map(found -> fault(row.line(), found.column(), found.reason()));
    }

    private void requireClosedQuotes() {
        if (unclosed()) {
            throw fault(
                    row.line(),
                    shown(row.fields().field(row.fields().count() - 1)),
                    "has an opening quote that is never closed");
        }
    }

    /** Each line before had its quotes in pairs, so an odd one at the end is of a quoted field here. */
    private boolean unclosed() {
        return text.endsInsideQuotes() && row.isQuoted(row.fields().count() - 1);
    }

    private FileFault brokenField(int place, String reason) {
        return faultInFields(place).orElseGet(() -> fault(row.line(), columnAt(place), reason));
    }

    private String columnAt(int place) {
        return place < order.size() ? order.get(place) : "field " + (place + 1);
    }

    private String headerExpected() {
        return "the header needs " + String.join(",", rules.columns());
    }

    private FileFault fault(long line, String column, String reason) {
        return new FileFault(file, line, column, reason);
    }

    private static String shown(String name) {
        String quoted = Fields.quoted(name);
        return name.isEmpty() ? quoted : quoted.substring(1, quoted.length() - 1);
    }
}
