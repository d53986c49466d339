package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
        JsonObject batch = batchThatChangesEverything();
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
        return Kept.ofMonths(jdbi);
    }

    private List<String> ledger() {
        return Kept.ofTheLedger(jdbi);
    }
}
