package dev.freihafen.cost.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.file.TextRow;
import dev.freihafen.cost.file.UsageLedger;
import dev.freihafen.cost.file.UsageRows;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.StatementLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads a month's document, streaming: facts go into a ledger, lines to whoever wants them. The members may stand in any
 * order; unknown, double and missing ones are refused.
 */
public final class DocumentReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> MEMBERS =
            Set.of("closed", "columns", "facts", "format", "lines", "scope", "sha256");
    private static final int SHA256_LENGTH = 64;

    private final String file;
    private final JsonParser json;
    private final UsageLedger facts = new UsageLedger();
    private final List<ClosedMonth> closed = new ArrayList<>();

    private DocumentReader(String file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads everything but the lines.
     *
     * @param file its name in faults
     * @throws FileFault if it is no such document; the column is the member's path
     */
    public static ReadDocument read(InputStream in, String file) {
        return read(in, file, fields -> {});
    }

    /** Reads everything; {@code lines} gets the fields of each line, in the order of the columns. */
    public static ReadDocument read(InputStream in, String file, Consumer<List<String>> lines) {
        try (JsonParser parser = JSON.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            return new DocumentReader(file, parser).document(lines);
        } catch (JsonProcessingException malformed) {
            long line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNr();
            throw new FileFault(
                    file, Math.max(1, line), "$", "is not readable as JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Reads the lines of a document as they are. */
    public static List<StatementLine> lines(InputStream in, String file) {
        List<StatementLine> lines = new ArrayList<>();
        read(in, file, fields -> lines.add(LineText.line(fields)));
        return lines;
    }

    private ReadDocument document(Consumer<List<String>> lines) throws IOException {
        TermsText terms = new TermsText();
        Set<String> missing = new TreeSet<>(MEMBERS);
        String team = "";
        String sha256 = "";
        expect(json.nextToken(), JsonToken.START_OBJECT, "$", "a document is one JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            missing.remove(member);
            switch (member) {
                case "closed" -> array("closed", index -> closed.add(closedMonth("closed[" + index + "]")));
                case "columns" -> columns();
                case "facts" -> facts();
                case "format" -> format();
                case "lines" -> lines("lines", lines);
                case "scope" -> team = text("scope");
                case "sha256" -> sha256 = hash("sha256");
                default -> terms(terms, member, "");
            }
        }
        for (String member : missing) {
            throw fault(member, "is missing; is this a document that 'statement --format json' wrote?");
        }
        if (json.nextToken() != null) {
            throw fault("$", "has something behind the document");
        }
        return new ReadDocument(guarded("month", terms::terms), team, facts, closed, sha256);
    }

    private ClosedMonth closedMonth(String path) throws IOException {
        TermsText terms = new TermsText();
        List<StatementLine> lines = new ArrayList<>();
        String sha256 = "";
        expect(json.currentToken(), JsonToken.START_OBJECT, path, "is not a closed month");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "lines" -> lines(path + ".lines", fields -> lines.add(LineText.line(fields)));
                case "sha256" -> sha256 = hash(path + ".sha256");
                default -> terms(terms, member, path + ".");
            }
        }
        String hash = sha256;
        return guarded(path, () -> ClosedMonth.of(hash, terms.terms(), lines));
    }

    private void terms(TermsText terms, String member, String before) throws IOException {
        String path = before + member;
        switch (member) {
            case "currency" -> {
                String text = text(path);
                guarded(path, () -> terms.currency(text));
            }
            case "exchangeRates", "pools", "rates" -> {
                int width = Columns.of(member).size();
                array(path, index -> {
                    List<String> row = texts(path + "[" + index + "]", width);
                    guarded(path + "[" + index + "]", () -> terms.row(member, row));
                });
            }
            case "month" ->
                object(path, name -> {
                    String text = text(path + "." + name);
                    guarded(path + "." + name, () -> terms.month(name, text));
                });
            case "policies" -> object(path, name -> policies(terms, path + "." + name, name));
            default -> throw fault(path, "is not a known member");
        }
    }

    private void policies(TermsText terms, String path, String name) throws IOException {
        switch (name) {
            case "clusters" ->
                object(path, cluster -> {
                    List<String> policy = texts(path + "." + cluster, 2);
                    guarded(path + "." + cluster, () -> terms.policy(cluster, policy));
                });
            case "default" -> {
                List<String> policy = texts(path, 2);
                guarded(path, () -> terms.defaultPolicy(policy));
            }
            default -> throw fault(path, "is not a known member");
        }
    }

    private void columns() throws IOException {
        object("columns", table -> {
            List<String> expected = Columns.OF.get(table);
            if (expected == null) {
                throw fault("columns." + table, "is not a known table");
            }
            if (!texts("columns." + table, expected.size()).equals(expected)) {
                throw fault("columns." + table, "are not " + String.join(", ", expected));
            }
        });
    }

    private void facts() throws IOException {
        UsageRows rows = new UsageRows(facts);
        TextRow row = new TextRow();
        int width = Columns.of("facts").size();
        array("facts", index -> {
            String path = "facts[" + index + "]";
            expect(json.currentToken(), JsonToken.START_ARRAY, path, "is not a row of " + width + " texts");
            row.clear();
            while (json.nextToken() == JsonToken.VALUE_STRING && row.count() <= width) {
                row.add(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            }
            if (json.currentToken() != JsonToken.END_ARRAY || row.count() != width) {
                throw fault(path, "is not a row of " + width + " texts");
            }
            guarded(path, () -> rows.add(row));
        });
    }

    private void format() throws IOException {
        String format = text("format");
        if (!format.equals(ClosedDocument.FORMAT)) {
            throw fault("format", "is '" + format + "'; this program reads " + ClosedDocument.FORMAT);
        }
    }

    private void lines(String path, Consumer<List<String>> lines) throws IOException {
        int width = Columns.of("lines").size();
        array(path, index -> {
            List<String> fields = texts(path + "[" + index + "]", width);
            guarded(path + "[" + index + "]", () -> {
                LineText.line(fields);
                lines.accept(fields);
            });
        });
    }

    private String hash(String path) throws IOException {
        String text = text(path);
        if (text.length() != SHA256_LENGTH || !text.chars().allMatch(digit -> "0123456789abcdef".indexOf(digit) >= 0)) {
            throw fault(path, "is not 64 hexadecimal digits");
        }
        return text;
    }

    /** Reads one element or member. */
    private interface Part<T> {
        void read(T at) throws IOException;
    }

    private void array(String path, Part<Integer> element) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, path, "is not an array");
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            element.read(index);
        }
    }

    private void object(String path, Part<String> member) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT, path, "is not an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            member.read(name);
        }
    }

    private List<String> texts(String path, int width) throws IOException {
        List<String> texts = new ArrayList<>(width);
        array(path, index -> texts.add(text(path)));
        if (texts.size() != width) {
            throw fault(path, "has " + texts.size() + " texts, not " + width);
        }
        return texts;
    }

    private String text(String path) throws IOException {
        expect(json.currentToken(), JsonToken.VALUE_STRING, path, "is not a text");
        return json.getText();
    }

    private void expect(JsonToken actual, JsonToken expected, String path, String reason) {
        if (actual != expected) {
            throw fault(path, reason);
        }
    }

    private void guarded(String path, Runnable action) {
        guarded(path, () -> {
            action.run();
            return path;
        });
    }

    private <T> T guarded(String path, Supplier<T> action) {
        try {
            return action.get();
        } catch (InvalidFact invalid) {
            throw fault(path + "." + invalid.column(), invalid.reason());
        }
    }

    private FileFault fault(String path, String reason) {
        return new FileFault(file, Math.max(1, json.currentTokenLocation().getLineNr()), path, reason);
    }
}
