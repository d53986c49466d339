package dev.freihafen.platform.usage;

import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.file.UsageCsv;
import dev.freihafen.cost.file.UsageLedger;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.platform.ledger.LedgerMonths;
import dev.freihafen.platform.ledger.LedgerStore;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes in usage from a file of finance, of clusters without an operator: all of it or nothing. */
@Singleton
class UsageImport {
    private static final String FILE = "usage.csv";
    private static final int AT_ONCE = 5000;
    private static final int MOST_NAMED = 100;

    private final Jdbi jdbi;
    private final LedgerStore ledger;
    private final LedgerMonths months;
    private final Clock clock;

    UsageImport(Jdbi jdbi, LedgerStore ledger, LedgerMonths months, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.months = months;
        this.clock = clock;
    }

    /**
     * Takes in a file.
     *
     * @return the number of its intervals
     * @throws PlatformException.ValidationFailed naming line and column, or the rows that contradict the ledger
     */
    int take(InputStream csv) {
        Map<String, List<UsageInterval>> clusters = read(csv);
        clusters.values().forEach(months::ensure);
        jdbi.useTransaction(transaction -> {
            List<FieldError> refused = new ArrayList<>();
            clusters.forEach((cluster, rows) -> take(transaction, cluster, rows, refused));
            if (!refused.isEmpty()) {
                throw new PlatformException.ValidationFailed(
                        "Nothing of the file was taken: rows contradict what is known.",
                        refused.subList(0, Math.min(refused.size(), MOST_NAMED)));
            }
        });
        return clusters.values().stream().mapToInt(List::size).sum();
    }

    private Map<String, List<UsageInterval>> read(InputStream csv) {
        try {
            UsageLedger rows = UsageCsv.read(csv, FILE);
            Map<String, List<UsageInterval>> clusters = new TreeMap<>();
            rows.forEach(row -> clusters.computeIfAbsent(row.cluster(), cluster -> new ArrayList<>())
                    .add(row));
            clusters.values().forEach(of -> of.forEach(this::requireBelievable));
            return clusters;
        } catch (FileFault fault) {
            throw new PlatformException.ValidationFailed(
                    "Nothing of the file was taken.",
                    List.of(new FieldError("line " + fault.line() + ", " + fault.column(), fault.reason())));
        }
    }

    private void requireBelievable(UsageInterval row) {
        BelievableTime.fault(row, clock.instant()).ifPresent(reason -> {
            throw new PlatformException.ValidationFailed(
                    "Nothing of the file was taken.", List.of(new FieldError(name(row), reason)));
        });
    }

    private void take(Handle transaction, String cluster, List<UsageInterval> rows, List<FieldError> refused) {
        LedgerStore.oneWriterAtATime(transaction, cluster);
        for (int from = 0; from < rows.size(); from += AT_ONCE) {
            Map<String, UsageInterval> part = new LinkedHashMap<>();
            rows.subList(from, Math.min(rows.size(), from + AT_ONCE)).forEach(row -> part.put(name(row), row));
            ledger.take(transaction, cluster, part)
                    .forEach((name, reason) -> refused.add(new FieldError(name, reason)));
        }
    }

    private static String name(UsageInterval row) {
        return row.cluster() + "/" + row.objectUid() + "/" + row.resource().text() + "/" + row.start();
    }
}
