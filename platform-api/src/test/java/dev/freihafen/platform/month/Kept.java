package dev.freihafen.platform.month;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What the database keeps, as sorted lines that can be compared. */
final class Kept {
    private Kept() {}

    /** Stages, documents and events of months. */
    static List<String> ofMonths(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select 'months ' || stage || ' ' || revision from months
                        union all select 'documents ' || count(*) from month_documents
                        union all select 'pieces ' || count(*) from month_document_pieces
                        union all select 'facts ' || count(*) from month_document_facts
                        union all select 'events ' || count(*) from month_events
                        """).mapTo(String.class).list());
    }

    /** Intervals, refused rows, watermarks and the count of changes. */
    static List<String> ofTheLedger(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select * from (
                          select object_uid || ' ' || coalesce((end_at at time zone 'UTC')::text || '+00', 'open')
                            from usage_intervals
                          union all select 'rejected ' || split_part(row_id, '/', 1) from usage_rejected
                          union all select 'watermark ' || (observed_until at time zone 'UTC')::text from cluster_watermarks
                          union all select 'changes ' || sum(changes) from ledger_changes
                        ) lines order by 1
                        """).mapTo(String.class).list());
    }
}
