package dev.freihafen.cost.document;

import dev.freihafen.cost.file.UsageLedger;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Terms;
import java.util.List;

/**
 * A month's document as it was read, but for its lines.
 *
 * @param team whose lines it has; empty for all
 * @param closed the months that it corrects; their {@code today} has no usage yet
 * @param sha256 as it is stated in the document
 */
public record ReadDocument(Terms terms, String team, UsageLedger facts, List<ClosedMonth> closed, String sha256) {

    public ReadDocument {
        closed = List.copyOf(closed);
    }
}
