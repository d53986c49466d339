package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.platform.ledger.LedgerMonths;
import dev.freihafen.platform.ledger.LedgerStore;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.Test;

/**
 * How long a statement takes, from PostgreSQL to its last byte, beside a bare GROUP BY by the key of its lines over the same
 * rows; and how long one team's statement takes while rows come in.
 */
@QuarkusTest
class StatementBench extends MonthIT {
    private static final Month MONTH = new Month(YearMonth.of(2026, 9), ZoneId.of("UTC"));
    private static final long SEED = 20_260_901;
    private static final int AT_ONCE = 5000;
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 500;

    @Inject
    LedgerStore ledger;

    @Inject
    LedgerMonths months;

    @Inject
    Drafts drafts;

    @Test
    void statementsBesideGroupBy() throws Exception {
        int divisor = Integer.getInteger("bench.divisor", 1);
        double small = statement(new SampleMonth(Shape.benchmark(MONTH.month()).dividedBy(10 * divisor), SEED));
        forgetMonths();
        var whole = new SampleMonth(Shape.benchmark(MONTH.month()).dividedBy(divisor), SEED);
        double large = statement(whole);
        System.out.printf("BENCH linear: 10 times the rows take %.1f times as long%n", large / small);
        singleTeam(whole);
    }

    /** @return seconds of the best round */
    private double statement(SampleMonth sample) {
        load(sample, "");
        jdbi.useHandle(handle -> handle.execute("vacuum analyze usage_intervals"));
        long rows = jdbi.withHandle(handle -> handle.createQuery("select count(*) from usage_intervals")
                .mapTo(Long.class)
                .one());
        AtomicLong lines = new AtomicLong();
        double bare = best(() -> bareGroupBy());
        double drawn = best(() -> drawn().lines().size());
        double statement = best(() -> {
            lines.set(draw());
            return lines.get();
        });
        System.out.printf(
                "BENCH statement of all teams: %,d rows, %,d lines, bare GROUP BY %.2f s, statement %.2f s, ratio %.2f (at most"
                        + " 3); with its CSV %.2f s%n",
                rows, lines.get(), bare, drawn, drawn / bare, statement);
        return statement;
    }

    private static double best(LongSupplier work) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            assertThat(work.getAsLong()).isPositive();
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return best;
    }

    private long bareGroupBy() {
        return jdbi.inTransaction(transaction -> {
            transaction.execute("set local work_mem = '256MB'");
            return transaction.createQuery("""
                            select cluster, team, workload_kind, workload_name, step, resource, hardware_class,
                              capacity_type, sum(quantity)
                            from usage_intervals
                            group by cluster, team, workload_kind, workload_name, step, resource, hardware_class,
                              capacity_type
                            """).setFetchSize(AT_ONCE).scanResultSet((execute, context) -> {
                try (context) {
                    var row = execute.get();
                    long fetched = 0;
                    while (row.next()) {
                        for (int column = 1; column <= 9; column++) {
                            fetched += row.getString(column).length();
                        }
                    }
                    return fetched;
                }
            });
        });
    }

    private long draw() {
        Statement statement = drawn();
        StatementCsv.write(OutputStream.nullOutputStream(), statement.lines().stream());
        return statement.lines().size();
    }

    private Statement drawn() {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> drafts.draw(snapshot, MONTH))
                .statement();
    }

    private void singleTeam(SampleMonth sample) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong taken = new AtomicLong();
        var more = new SampleMonth(sample.shape().dividedBy(4), SEED + 1);
        Thread ingestion = Thread.ofPlatform().start(() -> {
            int round = 0;
            while (!done.get()) {
                taken.addAndGet(load(more, "-again-" + round++, done));
            }
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<String> teams = sample.teams();
            ask(client, teams.getFirst());
            long[] nanos = new long[REQUESTS];
            long bytes = 0;
            long began = System.nanoTime();
            for (int request = 0; request < REQUESTS; request++) {
                long start = System.nanoTime();
                bytes += ask(client, teams.get(request % teams.size()));
                nanos[request] = System.nanoTime() - start;
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            Arrays.sort(nanos);
            System.out.printf(
                    "BENCH one team's statement while %,d rows came in (%,.0f a second): P50 %.0f ms, P99 %.0f ms, longest"
                            + " %.0f ms (P99 under 300), %,d kB each%n",
                    taken.get(),
                    taken.get() / seconds,
                    nanos[REQUESTS / 2] / 1e6,
                    nanos[REQUESTS * 99 / 100] / 1e6,
                    nanos[REQUESTS - 1] / 1e6,
                    bytes / REQUESTS / 1000);
        } finally {
            done.set(true);
            ingestion.join();
        }
    }

    private static int ask(HttpClient client, String team) throws IOException, InterruptedException {
        URI address = URI.create(
                "http://localhost:" + RestAssured.port + "/api/v1/teams/" + team + "/months/2026-09/statement");
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + Account.finance.token())
                        .header("Accept", "application/json")
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().length;
    }

    private void load(SampleMonth sample, String suffix) {
        putRates(sample);
        load(sample, suffix, new AtomicBoolean());
    }

    /** Through the ledger itself, as the feed does. */
    private long load(SampleMonth sample, String suffix, AtomicBoolean stop) {
        Map<String, Map<String, UsageInterval>> batches = new HashMap<>();
        long rows = 0;
        try (var usage = sample.usage()) {
            for (UsageInterval row : (Iterable<UsageInterval>) usage::iterator) {
                if (stop.get()) {
                    return rows;
                }
                UsageInterval renamed = renamed(row, suffix);
                var batch = batches.computeIfAbsent(row.cluster(), cluster -> new LinkedHashMap<>());
                batch.put(Integer.toString(batch.size()), renamed);
                if (batch.size() == AT_ONCE) {
                    take(row.cluster(), batch);
                    rows += batch.size();
                    batch.clear();
                }
            }
        }
        for (var batch : batches.entrySet()) {
            take(batch.getKey(), batch.getValue());
            rows += batch.getValue().size();
        }
        return rows;
    }

    private void take(String cluster, Map<String, UsageInterval> rows) {
        months.ensure(rows.values());
        jdbi.useTransaction(transaction -> {
            LedgerStore.oneWriterAtATime(transaction, cluster);
            assertThat(ledger.take(transaction, cluster, rows)).isEmpty();
        });
    }

    private static UsageInterval renamed(UsageInterval row, String suffix) {
        return suffix.isEmpty()
                ? row
                : new UsageInterval(
                        row.cluster(),
                        row.objectUid() + suffix,
                        row.objectKind(),
                        row.objectName(),
                        row.team(),
                        row.workloadKind(),
                        row.workloadName(),
                        row.step(),
                        row.owner(),
                        row.hardwareClass(),
                        row.node(),
                        row.capacityType(),
                        row.resource(),
                        row.quantity(),
                        row.start(),
                        row.end(),
                        row.lastSeen(),
                        row.quality());
    }

    private static void putRates(SampleMonth sample) {
        List<JsonObject> rows = sample.rates().stream().map(ReplayIT::rate).toList();
        as(Account.finance)
                .contentType("application/json")
                .body(new JsonObject().put("rates", rows).encode())
                .put("/api/v1/rate-cards/sample")
                .then()
                .statusCode(201);
    }
}
