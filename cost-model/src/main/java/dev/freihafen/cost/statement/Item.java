package dev.freihafen.cost.statement;

import dev.freihafen.cost.exact.Ratio;
import dev.freihafen.cost.exact.Utf8Order;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line before rounding. Items are ordered by the key that decides ties.
 *
 * @param exact in minor units; null if unpriced
 */
record Item(
        String team,
        String workloadKind,
        String workloadName,
        String step,
        Kind kind,
        Tag tag,
        @Nullable BigDecimal quantity,
        @Nullable Ratio exact,
        String note)
        implements Comparable<Item> {

    /** A line that stands for no usage of its own: idle, shared, residual. */
    static Item unused(String team, Kind kind, Ratio exact, String note) {
        return new Item(team, "", "", "", kind, Tag.NONE, null, exact, note);
    }

    /** The exact amount of a line that has one. */
    Ratio amount() {
        return Objects.requireNonNull(exact, "an unpriced line has no amount");
    }

    /** The part of the rounding tree within which it is rounded: its team, or one of the central kinds. */
    Part part() {
        return new Part(team, team.isEmpty() ? kind.text() : "");
    }

    /** @param kind empty for teams */
    record Part(String team, String kind) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            int byTeam = Utf8Order.INSTANCE.compare(team, other.team);
            return byTeam != 0 ? byTeam : Utf8Order.INSTANCE.compare(kind, other.kind);
        }
    }

    StatementLine line(String cluster, @Nullable BigInteger units, @Nullable Currency currency) {
        return new StatementLine(
                cluster,
                team,
                workloadKind,
                workloadName,
                step,
                tag.resource(),
                tag.hardwareClass(),
                tag.capacityType(),
                quantity,
                tag.unit(),
                units,
                units == null ? null : currency,
                tag.rateId(),
                tag.unitPrice(),
                kind,
                note);
    }

    /** Team, workload kind and name, step, resource, hardware class, rate row, kind, capacity type. */
    @Override
    public int compareTo(Item other) {
        int order = texts(team, other.team);
        order = order != 0 ? order : texts(workloadKind, other.workloadKind);
        order = order != 0 ? order : texts(workloadName, other.workloadName);
        order = order != 0 ? order : texts(step, other.step);
        order = order != 0 ? order : texts(tag.resource(), other.tag.resource());
        order = order != 0 ? order : texts(tag.hardwareClass(), other.tag.hardwareClass());
        order = order != 0 ? order : Integer.compare(tag.rateRow(), other.tag.rateRow());
        order = order != 0 ? order : texts(kind.text(), other.kind.text());
        return order != 0 ? order : texts(tag.capacityType(), other.tag.capacityType());
    }

    private static int texts(String one, String other) {
        return Utf8Order.INSTANCE.compare(one, other);
    }
}
