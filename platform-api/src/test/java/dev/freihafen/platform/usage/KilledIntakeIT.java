package dev.freihafen.platform.usage;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.KilledApi;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.StatementProxy.Step;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The program is killed at each step of an ingestion; who sent asks again. Each time a cluster of its own, so that what is
 * there in the end can be compared with what was taken undisturbed.
 */
@QuarkusTest
class KilledIntakeIT extends PlatformIT {
    private static final String OPENED = "2026-09-01T00:00:00Z";
    private static final String ENDED = "2026-09-01T02:00:00Z";
    private static final String WATERMARK = "2026-09-01T03:00:00Z";

    @Test
    void aProgramThatIsKilledAtAnyStepOfABatchLosesNoIntervalAndCountsNoneTwice() throws Exception {
        try (KilledApi api = KilledApi.start()) {
            before(0);
            send(0).statusCode(200);
            List<String> once = ledger(api, 0);
            assertThat(once)
                    .hasSize(6)
                    .contains("open 1000 02:00:00 Exact", "new 2000 02:00:00 Exact", "rejected usage");
            List<Step> steps = api.steps("insert into cluster_watermarks");
            assertThat(steps).hasSizeGreaterThanOrEqualTo(9);

            int number = 1;
            for (Step step : steps) {
                int cluster = number++;
                before(cluster);
                List<String> nothing = ledger(api, cluster);
                api.killedAt(step, () -> send(cluster));
                assertThat(ledger(api, cluster)).as("%s", step).isEqualTo(step.answered() ? once : nothing);
                send(cluster).statusCode(200);
                assertThat(ledger(api, cluster)).as("%s", step).isEqualTo(once);
            }
        }
    }

    @Test
    void aProgramThatIsKilledWithAFileHasTakenAllOfItOrNothing() throws Exception {
        try (KilledApi api = KilledApi.start()) {
            bring(0).statusCode(200);
            List<String> once = ledger(api, 0);
            assertThat(once).hasSize(3);
            int number = 1;
            for (boolean answered : new boolean[] {false, true}) {
                int cluster = number++;
                Step step = KilledApi.commit("copy usage_intervals", answered);
                api.killedAt(step, () -> bring(cluster));
                assertThat(ledger(api, cluster)).as("%s", step).isEqualTo(answered ? once : List.of());
                bring(cluster).statusCode(200);
                assertThat(ledger(api, cluster)).as("%s", step).isEqualTo(once);
            }
        }
    }

    private static String cluster(int number) {
        return "c" + number;
    }

    /** An interval that lasts, to be ended by the batch. */
    private static void before(int number) {
        send(number, batch(List.of(cpu("open", "w", OPENED, OPENED)), OPENED)).statusCode(200);
    }

    /** An end, a new interval in a month that nobody used before, a row that cannot be taken, and how far all is known. */
    private static ValidatableResponse send(int number) {
        String month = "20%02d-01-01T".formatted(15 + number % 10);
        return send(
                number,
                batch(
                        List.of(
                                ended(cpu("open", "w", OPENED, ENDED), ENDED, "Exact"),
                                ended(
                                                cpu("new", "w", month + "00:00:00Z", month + "02:00:00Z"),
                                                month + "02:00:00Z",
                                                "Exact")
                                        .put("quantity", 2000)
                                        .put("teamUid", "uid-" + number),
                                cpu("bad", "w", "1971-09-01T00:00:00Z", OPENED)),
                        WATERMARK));
    }

    private static ValidatableResponse send(int number, JsonObject batch) {
        return OperatorFeed.post(batch.put("cluster", cluster(number)));
    }

    private static ValidatableResponse bring(int number) {
        String csv = """
                cluster,objectUid,objectKind,objectName,team,workloadKind,workloadName,step,owner,hardwareClass,node,\
                capacityType,resource,quantity,start,end,lastSeen,quality
                CLUSTER,a,Pod,a,fraud,Workspace,w,,o,small,n,OnDemand,cpu,1000,2026-08-01T00:00:00Z,2026-08-01T01:00:00Z,\
                2026-08-01T01:00:00Z,Exact
                CLUSTER,b,Pod,b,fraud,Workspace,w,,o,small,n,OnDemand,cpu,2000,2026-08-01T00:00:00Z,2026-08-01T03:00:00Z,\
                2026-08-01T03:00:00Z,Exact
                """;
        return as(Account.finance)
                .urlEncodingEnabled(false)
                .contentType("text/csv")
                .body(csv.replace("CLUSTER", cluster(number)))
                .post("/api/v1/usage:import")
                .then();
    }

    /** What is known of a cluster: intervals, rejected rows, how far it is known, how often its months were changed. */
    private static List<String> ledger(KilledApi api, int number) {
        return api.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select * from (
                          select object_uid || ' ' || quantity || ' ' || coalesce(cast(end_at - start_at as text), 'lasts')
                            || ' ' || quality from usage_intervals where cluster = :cluster
                          union all select 'rejected ' || split_part(row_id, '/', 1) from usage_rejected
                            where cluster = :cluster
                          union all select 'known until ' || observed_until from cluster_watermarks where cluster = :cluster
                          union all select 'changed ' || changes from ledger_changes where cluster = :cluster
                        ) lines order by 1
                        """)
                        .bind("cluster", cluster(number))
                        .mapTo(String.class)
                        .list());
    }
}
