package dev.freihafen.cost.document;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.UsageSums;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a document from the facts and terms inside it, and says where it does not say the same.
 *
 * @param differences where, in the order of the document; empty if it is equal
 * @param lines how many lines were compared
 */
public record Verification(ReadDocument document, int lines, List<String> differences) {

    /** Values of a line that follow from the others; what is left names the line. */
    private static final Set<String> VALUES = Set.of("quantity", "amount", "currency", "unitPrice", "note");

    public Verification {
        differences = List.copyOf(differences);
    }

    /** Whether everything follows from the facts, and the hash from the content. */
    public boolean equal() {
        return differences.isEmpty();
    }

    /** Reads a document from its beginning; {@code lines} gets each line's fields. */
    public interface Source {
        ReadDocument read(Consumer<List<String>> lines);
    }

    /** The document of a file that can be read twice. */
    public static Verification of(Source source) {
        ReadDocument document = source.read(fields -> {});
        Statement recomputed = recompute(document);
        Comparison comparison = new Comparison(recomputed.lines());
        String sha256 = ClosedDocument.write(
                OutputStream.nullOutputStream(),
                document.terms(),
                document.team(),
                document.facts()::forEachInOrder,
                document.closed(),
                json -> source.read(fields -> {
                    json.texts(fields);
                    comparison.next(fields);
                }));
        comparison.end();
        List<String> differences = comparison.differences;
        if (!sha256.equals(document.sha256())) {
            differences.add("sha256: is " + document.sha256() + ", of what the document says it is " + sha256);
        }
        return new Verification(document, comparison.index, differences);
    }

    /** The statement that follows from what a document says. */
    public static Statement recompute(ReadDocument document) {
        UsageSums sums =
                new UsageSums(document.terms().month(), document.terms().card());
        List<ClosedMonth> closed = document.closed();
        document.facts().forEach(fact -> {
            sums.add(fact);
            closed.forEach(month -> month.today().add(fact));
        });
        Statement statement = Statement.of(sums, document.terms(), closed);
        return document.team().isEmpty() ? statement : statement.ofTeam(document.team());
    }

    /** Goes through both lists at once; looks further only where the names of two lines differ. */
    private static final class Comparison {
        private final List<StatementLine> expected;
        private final List<String> differences = new ArrayList<>();
        private @Nullable Map<List<String>, Integer> places;
        private int index;
        private int next;

        private Comparison(List<StatementLine> expected) {
            this.expected = expected;
        }

        private void next(List<String> fields) {
            String path = "lines[" + index++ + "]";
            if (next < expected.size()) {
                List<String> wanted = StatementCsv.fields(expected.get(next));
                if (key(wanted).equals(key(fields))) {
                    compare(path, fields, wanted);
                    next++;
                    return;
                }
            }
            Integer place = places().get(key(fields));
            if (place == null || place < next) {
                differences.add(path + ": " + name(fields) + " does not follow from the facts");
                return;
            }
            reportMissing(path, place);
            compare(path, fields, StatementCsv.fields(expected.get(place)));
            next = place + 1;
        }

        private void compare(String path, List<String> fields, List<String> wanted) {
            for (int column = 0; column < fields.size(); column++) {
                if (!fields.get(column).equals(wanted.get(column))) {
                    differences.add(path + "." + StatementCsv.COLUMNS.get(column) + ": is '" + fields.get(column)
                            + "', recomputed '" + wanted.get(column) + "' (" + name(wanted) + ")");
                }
            }
        }

        private void reportMissing(String path, int until) {
            for (; next < until; next++) {
                List<String> wanted = StatementCsv.fields(expected.get(next));
                differences.add(path + ": " + name(wanted) + " is missing before it");
            }
        }

        private void end() {
            reportMissing("lines[" + index + "]", expected.size());
        }

        private Map<List<String>, Integer> places() {
            Map<List<String>, Integer> known = places;
            if (known == null) {
                known = new HashMap<>();
                for (int place = 0; place < expected.size(); place++) {
                    known.put(key(StatementCsv.fields(expected.get(place))), place);
                }
                places = known;
            }
            return known;
        }

        private static List<String> key(List<String> fields) {
            List<String> key = new ArrayList<>();
            for (int column = 0; column < fields.size(); column++) {
                if (!VALUES.contains(StatementCsv.COLUMNS.get(column))) {
                    key.add(fields.get(column));
                }
            }
            return key;
        }

        private static String name(List<String> fields) {
            return String.join(
                    ", ", key(fields).stream().filter(text -> !text.isEmpty()).toList());
        }
    }
}
