package dev.freihafen.platform.month;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.document.ReadDocument;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.platform.ledger.MonthSums;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Closed months whose facts are no longer those of their documents: the next open month corrects them. */
@Singleton
class Corrections {
    private final MonthStore months;
    private final DocumentStore documents;

    Corrections(MonthStore months, DocumentStore documents) {
        this.months = months;
        this.documents = documents;
    }

    /**
     * What a month that is not closed has to correct: of the closed months right before it the first with other facts, and
     * all after that one, each with its usage as it is known today.
     */
    List<ClosedMonth> of(Handle snapshot, Month month) {
        List<DocumentStore.Stored> closed = closedBefore(snapshot, month.month());
        List<ClosedMonth> corrected = new ArrayList<>();
        for (DocumentStore.Stored stored : closed) {
            if (corrected.isEmpty() && !changed(snapshot, stored.month(), month, closed.getLast())) {
                continue;
            }
            corrected.add(read(snapshot, stored));
        }
        corrected.forEach(one -> MonthSums.read(snapshot, one.today()));
        return corrected;
    }

    private List<DocumentStore.Stored> closedBefore(Handle snapshot, YearMonth month) {
        List<DocumentStore.Stored> closed = new ArrayList<>();
        YearMonth before = month.minusMonths(1);
        while (months.find(snapshot, before).stage() == Stage.CLOSED) {
            closed.addFirst(documents.newest(snapshot, before).orElseThrow());
            before = before.minusMonths(1);
        }
        return closed;
    }

    /**
     * Whether facts of a closed month changed since the last close, which knew of all changes before it; or whether open
     * intervals were charged up to a watermark inside the month that has moved on since.
     */
    private static boolean changed(Handle snapshot, YearMonth closed, Month current, DocumentStore.Stored last) {
        var window = new Month(closed, current.zone()).window();
        return snapshot.createQuery("""
                        select exists (
                          select 1 from ledger_changes now
                          left join cluster_watermarks mark on mark.cluster = now.cluster
                          left join month_document_facts known on known.month = :last and known.revision = :revision
                            and known.cluster = now.cluster and known.ledger_month = now.month
                          where now.month >= date_trunc('month', cast(:from as timestamptz) at time zone 'UTC')
                            and now.month < cast(:until as timestamptz) at time zone 'UTC'
                            and (now.changes is distinct from known.changes
                              or (known.observed_until < :until and mark.observed_until > known.observed_until)))
                        """)
                .bind("last", last.month().toString())
                .bind("revision", last.revision())
                .bind("from", window.from().atOffset(ZoneOffset.UTC))
                .bind("until", window.until().atOffset(ZoneOffset.UTC))
                .mapTo(Boolean.class)
                .one();
    }

    private ClosedMonth read(Handle snapshot, DocumentStore.Stored stored) {
        String name = stored.month() + ".json";
        ReadDocument document = DocumentReader.read(documents.open(snapshot, stored), name);
        List<StatementLine> lines = DocumentReader.lines(documents.open(snapshot, stored), name);
        return ClosedMonth.of(stored.sha256(), document.terms(), lines);
    }
}
