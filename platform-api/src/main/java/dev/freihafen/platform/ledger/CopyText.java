package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.UsageInterval;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ledger rows in the text format of PostgreSQL's COPY, in the order of {@link IntervalRows#COLUMNS}. */
final class CopyText {
    private static final String ABSENT = "\\N";

    private final StringBuilder text = new StringBuilder();
    private final Map<Instant, String> times = new HashMap<>();

    private CopyText() {}

    /** All rows as UTF-8. */
    static byte[] of(Collection<LedgerRow> rows) {
        CopyText copy = new CopyText();
        rows.forEach(copy::add);
        return copy.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(LedgerRow row) {
        UsageInterval interval = row.interval();
        field(interval.cluster());
        field(interval.objectUid());
        field(interval.resource().text());
        time(interval.start());
        field(interval.objectKind().text());
        field(interval.objectName());
        field(interval.team());
        field(interval.workloadKind().text());
        field(interval.workloadName());
        field(interval.step());
        field(interval.owner());
        field(interval.hardwareClass());
        field(interval.node());
        field(interval.capacityType() == null ? "" : interval.capacityType().text());
        text.append(interval.quantity()).append('\t');
        time(interval.end());
        time(interval.lastSeen());
        field(interval.quality().text());
        time(row.endSeen());
        text.setCharAt(text.length() - 1, '\n');
    }

    private void field(String value) {
        for (int index = 0; index < value.length(); index++) {
            char letter = value.charAt(index);
            switch (letter) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(letter);
            }
        }
        text.append('\t');
    }

    private void time(@Nullable Instant at) {
        text.append(at == null ? ABSENT : times.computeIfAbsent(at, Instant::toString))
                .append('\t');
    }
}
