package dev.freihafen.platform.month;

import static dev.freihafen.platform.usage.OperatorFeed.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database connection is lost before each statement of an ingestion and of a close: not done, or done once. */
@QuarkusTest
class CrashIT extends MonthIT {
    @Inject
    AgroalDataSource source;

    @AfterEach
    void noMoreCrashes() {
        Crash.never(jdbi);
    }

    @Test
    void aCloseThatCrashesAnywhereIsNotDoneAndCanBeDoneAgain() {
        nodeAndThreeTeams();
        act(Account.finance, ":review").statusCode(200);
        List<String> before = state();
        int statement = 1;
        while (true) {
            Crash crash = Crash.before(jdbi, source, statement);
            int status = act(Account.financeSecond, ":approve").extract().statusCode();
            Crash.never(jdbi);
            if (status == 200) {
                assertThat(crash.happened()).as("statement %d", statement).isFalse();
                break;
            }
            assertThat(status).as("statement %d", statement).isGreaterThanOrEqualTo(500);
            List<String> after = state();
            if (!after.equals(before)) {
                // Lost after the commit: it is done, and asking again changes nothing.
                break;
            }
            statement++;
        }
        assertThat(statement).isGreaterThan(10);
        List<String> closed = state();
        assertThat(closed).contains("months CLOSED 1", "documents 1", "events 2");
        act(Account.financeSecond, ":approve").statusCode(409);
        assertThat(state()).isEqualTo(closed);
    }

    @Test
    void aBatchThatCrashesAnywhereIsNotTakenAndCanBeSentAgain() {
        List<JsonObject> rows = new ArrayList<>();
        rows.add(cpu("a", "fraud", 1, "2026-09-01T00:00:00Z", ""));
        send(rows, "2026-09-01T01:00:00Z");
        rows.add(cpu("a", "fraud", 1, "2026-09-01T00:00:00Z", "2026-09-01T02:00:00Z"));
        rows.add(cpu("b", "fraud", 2, "2026-09-01T00:00:00Z", "2026-09-01T02:00:00Z"));
        rows.add(cpu("bad", "fraud", 2, "1971-09-01T00:00:00Z", "2026-09-01T02:00:00Z"));
        JsonObject batch = new JsonObject()
                .put("cluster", "local")
                .put("rows", rows)
                .put(
                        "watermark",
                        new JsonObject()
                                .put("observedUntil", "2026-09-01T03:00:00Z")
                                .put("complete", true));
        List<String> before = ledger();
        int statement = 1;
        while (true) {
            Crash crash = Crash.before(jdbi, source, statement);
            int status = post(batch).extract().statusCode();
            Crash.never(jdbi);
            if (status == 200) {
                assertThat(crash.happened()).as("statement %d", statement).isFalse();
                break;
            }
            assertThat(ledger()).as("statement %d", statement).isEqualTo(before);
            statement++;
        }
        assertThat(statement).isGreaterThan(4);
        List<String> taken = ledger();
        assertThat(taken).hasSize(5).contains("b 2026-09-01 02:00:00+00", "rejected bad");
        post(batch).statusCode(200);
        assertThat(ledger()).isEqualTo(taken);
    }

    private List<String> state() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select 'months ' || stage || ' ' || revision from months
                        union all select 'documents ' || count(*) from month_documents
                        union all select 'pieces ' || count(*) from month_document_pieces
                        union all select 'facts ' || count(*) from month_document_facts
                        union all select 'events ' || count(*) from month_events
                        """).mapTo(String.class).list());
    }

    private List<String> ledger() {
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
