package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.UsageInterval;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** The monthly parts of the ledger's table; each is made when the first row of its month comes. */
@Singleton
public class LedgerMonths {
    private final Jdbi jdbi;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    LedgerMonths(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Makes the parts for rows that are to come, in transactions of their own. */
    public void ensure(Collection<UsageInterval> rows) {
        Set<YearMonth> missing = new HashSet<>();
        for (UsageInterval row : rows) {
            missing.add(YearMonth.from(row.start().atOffset(ZoneOffset.UTC)));
        }
        missing.removeAll(made);
        for (YearMonth month : new TreeSet<>(missing)) {
            LocalDate first = month.atDay(1);
            jdbi.useHandle(handle -> handle.createQuery("select ledger_ensure_month(:month)")
                    .bind("month", first)
                    .mapToMap()
                    .list());
            made.add(month);
        }
    }
}
