package dev.freihafen.cost.focus;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.statement.StatementLine;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tells a line of usage from every other one of its month; texts as in the statement, empty where absent. */
public record LineId(
        String cluster,
        String team,
        String workloadKind,
        String workloadName,
        String step,
        String resource,
        String hardwareClass,
        String capacityType,
        String rateId) {

    /** The line that an interval goes to, paid by a rate row. */
    static LineId of(UsageInterval interval, String rateId) {
        return new LineId(
                interval.cluster(),
                interval.team(),
                interval.workloadKind().text(),
                interval.workloadName(),
                interval.step(),
                interval.resource().text(),
                interval.hardwareClass(),
                interval.capacityType() == null ? "" : interval.capacityType().text(),
                rateId);
    }

    /** The id of a line of a statement. */
    public static LineId of(StatementLine line) {
        return new LineId(
                line.cluster(),
                line.team(),
                line.workloadKind(),
                line.workloadName(),
                line.step(),
                line.resource(),
                line.hardwareClass(),
                line.capacityType(),
                line.rateId());
    }

    /** The id as one text, by which a line is found again in other files: all parts, joined by {@code |}. */
    public String text() {
        return Stream.of(cluster, team, workloadKind, workloadName, step, resource, hardwareClass, capacityType, rateId)
                .map(part -> part.replace("%", "%25").replace("|", "%7C"))
                .collect(Collectors.joining("|"));
    }
}
