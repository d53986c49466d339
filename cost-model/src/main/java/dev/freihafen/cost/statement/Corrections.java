package dev.freihafen.cost.statement;

import dev.freihafen.cost.exact.Utf8Order;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Corrections of closed months: each is recomputed with today's facts at its own rates, and where a line differs from
 * what was closed (and corrected since), the line is reversed and made anew. So a closed month with all its corrections
 * is the month as it is known today, to the cent; what was closed never changes.
 */
final class Corrections {

    private static final Comparator<Key> ORDER = text(Key::cluster)
            .thenComparing(text(Key::team))
            .thenComparing(text(Key::workloadKind))
            .thenComparing(text(Key::workloadName))
            .thenComparing(text(Key::step))
            .thenComparing(text(Key::resource))
            .thenComparing(text(Key::hardwareClass))
            .thenComparing(text(Key::rateId))
            .thenComparing(text(key -> key.kind().text()))
            .thenComparing(text(Key::capacityType))
            .thenComparing(text(key -> key.currency().getCurrencyCode()));

    private Corrections() {}

    /** What corrections are made of: lines, and why some cannot be made. */
    record Found(List<StatementLine> lines, List<Warning> warnings) {}

    /** What makes two lines of one month the same line. */
    private record Key(
            String cluster,
            String team,
            String workloadKind,
            String workloadName,
            String step,
            String resource,
            String hardwareClass,
            String capacityType,
            String rateId,
            Kind kind,
            Currency currency) {

        static Key of(StatementLine line, Kind kind) {
            return new Key(
                    line.cluster(),
                    line.team(),
                    line.workloadKind(),
                    line.workloadName(),
                    line.step(),
                    line.resource(),
                    line.hardwareClass(),
                    line.capacityType(),
                    line.rateId(),
                    kind,
                    Objects.requireNonNull(line.currency()));
        }
    }

    /** A line as it was charged so far: a closed line, or several with its corrections summed up. */
    private record Charged(
            StatementLine line, BigInteger units, @Nullable BigDecimal quantity) {

        static Charged of(StatementLine line) {
            return new Charged(line, Objects.requireNonNull(line.minorUnits()), line.quantity());
        }

        Charged plus(Charged other) {
            BigDecimal sum = quantity == null || other.quantity == null ? null : quantity.add(other.quantity);
            return new Charged(line, units.add(other.units), sum);
        }

        boolean nothing() {
            return units.signum() == 0 && (quantity == null || quantity.signum() == 0);
        }

        boolean same(Charged other) {
            return units.equals(other.units) && Objects.equals(quantity, other.quantity);
        }
    }

    /** @throws IllegalArgumentException if a closed month is not before {@code month}, or comes twice */
    static Found of(YearMonth month, List<ClosedMonth> closed) {
        List<ClosedMonth> sorted = closed.stream()
                .sorted(Comparator.comparing(Corrections::monthOf))
                .toList();
        Set<YearMonth> seen = new HashSet<>();
        List<StatementLine> lines = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        for (ClosedMonth one : sorted) {
            if (!monthOf(one).isBefore(month) || !seen.add(monthOf(one))) {
                throw new IllegalArgumentException("the closed month " + monthOf(one)
                        + " comes twice, or is not before " + month + "; give each earlier month once");
            }
            Statement today = Statement.of(one.today(), one.terms(), List.of());
            Set<String> drafts = new HashSet<>();
            for (Warning warning : today.warnings()) {
                if (warning.kind().blocksClose()) {
                    drafts.add(warning.cluster());
                    warnings.add(new Warning(
                            warning.kind(),
                            warning.cluster(),
                            warning.team(),
                            "closed month " + monthOf(one) + ": " + warning.text()));
                }
            }
            today.lines().stream()
                    .filter(line -> line.kind() == Kind.UNPRICED)
                    .map(line -> noted(
                            line,
                            Kind.UNPRICED,
                            null,
                            line.quantity(),
                            "belongs to " + monthOf(one) + ": " + line.note()))
                    .forEach(lines::add);
            lines.addAll(differences(monthOf(one), charged(one, sorted), today, drafts));
        }
        return new Found(lines, warnings);
    }

    private static YearMonth monthOf(ClosedMonth closed) {
        return closed.terms().month().month();
    }

    /** What has been charged for a month so far, by its own document and by the corrections in later ones. */
    private static Map<Key, Charged> charged(ClosedMonth month, List<ClosedMonth> all) {
        Map<Key, Charged> charged = new HashMap<>();
        for (StatementLine line : month.lines()) {
            if (line.kind() != Kind.CORRECTION && line.kind() != Kind.UNPRICED) {
                charged.merge(Key.of(line, line.kind()), Charged.of(line), Charged::plus);
            }
        }
        for (ClosedMonth later : all) {
            for (StatementLine line : later.lines()) {
                if (line.correctedMonth().filter(monthOf(month)::equals).isPresent()) {
                    Kind kind = line.correctedKind().orElseThrow();
                    charged.merge(Key.of(line, kind), Charged.of(line), Charged::plus);
                }
            }
        }
        return charged;
    }

    private static List<StatementLine> differences(
            YearMonth month, Map<Key, Charged> before, Statement today, Set<String> drafts) {
        Map<Key, Charged> after = new HashMap<>();
        for (StatementLine line : today.lines()) {
            if (line.kind() != Kind.UNPRICED) {
                after.put(Key.of(line, line.kind()), Charged.of(line));
            }
        }
        Set<Key> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<StatementLine> lines = new ArrayList<>();
        keys.stream()
                .filter(key -> !drafts.contains(key.cluster()))
                .sorted(ORDER)
                .forEach(key -> {
                    Charged was = before.get(key);
                    Charged is = after.get(key);
                    if (was != null && is != null && was.same(is)) {
                        return;
                    }
                    String note = "corrects " + month + " " + key.kind().text() + ": ";
                    if (was != null && !was.nothing()) {
                        BigDecimal quantity =
                                was.quantity() == null ? null : was.quantity().negate();
                        lines.add(
                                noted(was.line(), Kind.CORRECTION, was.units().negate(), quantity, note + "reversal"));
                    }
                    if (is != null) {
                        lines.add(noted(is.line(), Kind.CORRECTION, is.units(), is.quantity(), note + "new line"));
                    }
                });
        return lines;
    }

    private static StatementLine noted(
            StatementLine line, Kind kind, @Nullable BigInteger units, @Nullable BigDecimal quantity, String note) {
        return new StatementLine(
                line.cluster(),
                line.team(),
                line.workloadKind(),
                line.workloadName(),
                line.step(),
                line.resource(),
                line.hardwareClass(),
                line.capacityType(),
                quantity,
                line.unit(),
                units,
                line.currency(),
                line.rateId(),
                line.unitPrice(),
                kind,
                note);
    }

    private static Comparator<Key> text(Function<Key, String> column) {
        return Comparator.comparing(column, Utf8Order.INSTANCE);
    }
}
