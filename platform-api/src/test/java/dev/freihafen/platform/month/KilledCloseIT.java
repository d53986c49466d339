package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.KilledApi;
import dev.freihafen.platform.testing.StatementProxy.Step;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program is killed at each step of a month's close: the month is closed once, by the same bytes, or not closed. */
@QuarkusTest
class KilledCloseIT extends MonthIT {
    @Test
    void aProgramThatIsKilledAtAnyStepOfACloseHasNotClosedTheMonthOrClosedItOnce() throws Exception {
        try (KilledApi api = KilledApi.start()) {
            nodeAndThreeTeams();
            review().statusCode(200);
            List<Step> reviewing = afterEachWrite(api.steps("insert into months"));
            approve().statusCode(200);
            List<Step> closing = afterEachWrite(api.steps("insert into month_documents"));
            assertThat(closing).hasSizeGreaterThanOrEqualTo(6);
            List<String> once = closed(api);
            assertThat(once).contains("month CLOSED 1", "documents 1", "events Reviewed Closed");

            for (Step step : reviewing) {
                reopen(api);
                api.killedAt(step, KilledCloseIT::review);
                assertThat(stage()).as("%s", step).isEqualTo(step.answered() ? "REVIEW" : "OPEN");
                review().statusCode(step.answered() ? 409 : 200);
            }
            for (Step step : closing) {
                reopen(api);
                review().statusCode(200);
                api.killedAt(step, KilledCloseIT::approve);
                assertThat(stage()).as("%s", step).isEqualTo(step.answered() ? "CLOSED" : "REVIEW");
                approve().statusCode(step.answered() ? 409 : 200);
                assertThat(closed(api)).as("%s", step).isEqualTo(once);
            }
        }
    }

    /** Before the first one nothing has been done yet: a program less to start. */
    private static List<Step> afterEachWrite(List<Step> steps) {
        return steps.subList(1, steps.size());
    }

    private static ValidatableResponse review() {
        return act(Account.finance, ":review");
    }

    private static ValidatableResponse approve() {
        return act(Account.financeSecond, ":approve");
    }

    private static String stage() {
        return as(Account.finance).get(SEPTEMBER).jsonPath().getString("state");
    }

    /** As if nothing had been done to any month. */
    private static void reopen(KilledApi api) {
        api.jdbi().useHandle(handle -> handle.execute("""
                        truncate months, month_events, month_document_pieces, month_documents, month_document_facts"""));
    }

    /** What a close leaves: rows, the document's hash and bytes, the statement and the journal. */
    private static List<String> closed(KilledApi api) {
        List<String> told = new ArrayList<>(api.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select 'month ' || stage || ' ' || revision from months
                        union all select 'documents ' || count(*) from month_documents
                        union all select 'facts ' || cluster || ' ' || changes from month_document_facts
                        union all select 'pieces ' || count(*) from month_document_pieces
                        union all select 'events ' || string_agg(event, ' ' order by id) from month_events
                        union all select 'sha256 ' || sha256 from month_documents
                        """).mapTo(String.class).list()));
        told.add(as(Account.auditor)
                .get(SEPTEMBER + "/document")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        told.add(csv(Account.auditor, SEPTEMBER + "/statement"));
        told.add(csv(Account.finance, SEPTEMBER + "/journal"));
        return told;
    }
}
