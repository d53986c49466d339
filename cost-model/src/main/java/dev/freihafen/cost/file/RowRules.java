package dev.freihafen.cost.file;

import dev.freihafen.cost.ledger.InvalidFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the first fault of a row in reading order: fields from left to right as the file has them, and what fields say
 * together where the last of them stands.
 *
 * @param columns all columns
 * @param parse the row's own law; throws {@link InvalidFact} with the first column that it minds
 * @param sound a row that the law accepts: each field is tried in it alone
 * @param together columns whose fault may also come from others, with these others
 */
record RowRules(
        List<String> columns,
        Consumer<Map<String, String>> parse,
        Map<String, String> sound,
        Map<String, Set<String>> together,
        List<CrossRow> crossRow) {

    RowRules {
        columns = List.copyOf(columns);
        sound = Map.copyOf(sound);
        together = Map.copyOf(together);
        crossRow = List.copyOf(crossRow);
    }

    RowRules(List<String> columns, Consumer<Map<String, String>> parse, Map<String, String> sound) {
        this(columns, parse, sound, Map.of(), List.of());
    }

    /** What contradicts an earlier row: decided by {@code inputs} alone, told of {@code column}. */
    record CrossRow(String column, Set<String> inputs, Consumer<Map<String, String>> check) {}

    /** The fault of a row, and the place of the field at which it can be seen. */
    record Fault(int place, String column, String reason) {}

    /**
     * @param fields as many as there are, in the order of the file
     * @param order the columns' names in the order of the file
     * @param characterFaults for each field what is wrong with its characters, or the empty text
     */
    Optional<Fault> firstFault(List<String> fields, List<String> order, List<String> characterFaults) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> good = new HashMap<>();
        for (int place = 0; place < fields.size() && place < order.size(); place++) {
            String column = order.get(place);
            String reason = characterFaults.get(place);
            if (reason.isEmpty()) {
                reason = faultOf(column, Map.of(column, fields.get(place)));
            }
            if (reason.isEmpty()) {
                good.put(column, fields.get(place));
            } else {
                faults.add(new Fault(place, column, reason));
            }
        }
        together.forEach((column, others) -> {
            Set<String> inputs = new HashSet<>(others);
            inputs.add(column);
            if (good.keySet().containsAll(inputs)) {
                Map<String, String> row = new HashMap<>(good);
                row.keySet().retainAll(inputs);
                String reason = faultOf(column, row);
                if (!reason.isEmpty()) {
                    faults.add(new Fault(last(inputs, order), column, reason));
                }
            }
        });
        for (CrossRow rule : crossRow) {
            if (good.keySet().containsAll(rule.inputs)) {
                try {
                    rule.check.accept(good);
                } catch (InvalidFact fault) {
                    faults.add(new Fault(last(rule.inputs, order), rule.column, fault.reason()));
                }
            }
        }
        return faults.stream().min(Comparator.comparingInt(Fault::place));
    }

    private static int last(Set<String> inputs, List<String> order) {
        return inputs.stream().mapToInt(order::indexOf).max().orElse(0);
    }

    /** What the law says of a column when these fields stand in a row that is otherwise sound. */
    private String faultOf(String column, Map<String, String> fields) {
        Map<String, String> row = new HashMap<>(sound);
        row.putAll(fields);
        try {
            parse.accept(row);
        } catch (InvalidFact fault) {
            if (fault.column().equals(column)) {
                return fault.reason();
            }
        }
        return "";
    }
}
