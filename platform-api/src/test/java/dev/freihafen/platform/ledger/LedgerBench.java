package dev.freihafen.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.sample.SampleMonth;
import dev.freihafen.cost.sample.Shape;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * How fast the ledger takes rows, from the HTTP body to the commit, beside a bare COPY of the same rows into an identical
 * table of the same database.
 */
@QuarkusTest
class LedgerBench extends PlatformIT {
    private static final YearMonth MONTH = YearMonth.of(2026, 9);
    private static final long SEED = 20_260_901;
    private static final int COPY_ROWS = 10_000;

    @Inject
    Jdbi jdbi;

    @Inject
    LedgerMonths months;

    @Test
    void ingestionBesideCopy() throws Exception {
        var sample = new SampleMonth(Shape.benchmark(MONTH).dividedBy(Integer.getInteger("bench.divisor", 1)), SEED);
        jdbi.useHandle(handle -> {
            handle.execute("alter system set synchronous_commit = on");
            handle.execute("select pg_reload_conf()");
            handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected");
        });
        try (var usage = sample.usage()) {
            months.ensure(usage.toList());
        }
        for (int round = 1; round <= Integer.getInteger("bench.rounds", 2); round++) {
            double copy = copy(sample);
            double http = http(sample);
            System.out.printf(
                    "BENCH ingestion round %d: COPY %,.0f rows/s, HTTP body to commit %,.0f rows/s, ratio %.2f (at least"
                            + " 0.33)%n",
                    round, copy, http, http / copy);
        }
    }

    /** Rows a second by COPY, of which the text is made before. */
    private double copy(SampleMonth sample) throws IOException {
        Path texts = Files.createTempFile("freihafen-bench", ".copy");
        try (var out = new Chunks.Writer(texts);
                var usage = sample.usage()) {
            List<LedgerRow> rows = new ArrayList<>();
            for (UsageInterval row : (Iterable<UsageInterval>) usage::iterator) {
                rows.add(LedgerRow.of(row));
                if (rows.size() == COPY_ROWS) {
                    out.add(CopyText.of(rows), rows.size());
                    rows.clear();
                }
            }
            out.add(CopyText.of(rows), rows.size());
        }
        identicalTable();
        long rows;
        long began = System.nanoTime();
        try (var in = new Chunks.Reader(texts)) {
            rows = jdbi.inTransaction(transaction -> {
                try {
                    var copy = transaction
                            .getConnection()
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy usage_bare (" + IntervalRows.COLUMNS + ") from stdin");
                    for (Chunks.Chunk chunk = in.next(); chunk != null; chunk = in.next()) {
                        copy.writeToCopy(chunk.bytes(), 0, chunk.bytes().length);
                    }
                    return copy.endCopy();
                } catch (SQLException | IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Files.delete(texts);
        jdbi.useHandle(handle -> handle.execute("drop table usage_bare cascade"));
        return rows / seconds;
    }

    private void identicalTable() {
        jdbi.useHandle(handle -> {
            handle.execute("drop table if exists usage_bare cascade");
            handle.execute(
                    "create table usage_bare (like usage_intervals including all) partition by range (start_at)");
            handle.execute("""
                    do $$
                    declare part record;
                    begin
                      for part in select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
                        from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = 'usage_intervals'::regclass
                      loop
                        execute format('create table %I partition of usage_bare %s', part.name || '_bare', part.bounds);
                      end loop;
                    end
                    $$""");
        });
    }

    /** Rows a second by HTTP, one sender for each cluster, as operators do; the bodies are made before. */
    private double http(SampleMonth sample) throws Exception {
        jdbi.useHandle(handle -> handle.execute("truncate usage_intervals"));
        List<Path> bodies = new ArrayList<>();
        for (String cluster : sample.clusters()) {
            Path file = Files.createTempFile("freihafen-bench", ".json");
            try (var out = new Chunks.Writer(file)) {
                FeedBodies.write(sample, cluster, out);
            }
            bodies.add(file);
        }
        long began = System.nanoTime();
        long rows = 0;
        try (var senders = Executors.newFixedThreadPool(bodies.size());
                HttpClient client = HttpClient.newHttpClient()) {
            List<Future<Long>> sent = new ArrayList<>();
            for (int place = 0; place < bodies.size(); place++) {
                String cluster = sample.clusters().get(place);
                Path file = bodies.get(place);
                sent.add(senders.submit(() -> send(client, cluster, file)));
            }
            for (Future<Long> one : sent) {
                rows += one.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long stored = jdbi.withHandle(handle -> handle.createQuery("select count(*) from usage_intervals")
                .mapTo(Long.class)
                .one());
        assertThat(stored).isEqualTo(rows);
        for (Path file : bodies) {
            Files.delete(file);
        }
        return rows / seconds;
    }

    private static long send(HttpClient client, String cluster, Path file) throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + RestAssured.port + "/api/v1/usage");
        long rows = 0;
        int batches = 0;
        String token = "";
        try (var in = new Chunks.Reader(file)) {
            for (Chunks.Chunk chunk = in.next(); chunk != null; chunk = in.next()) {
                token = batches++ % 200 == 0 ? TestPlatform.issuer().operatorToken(cluster) : token;
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(chunk.bytes()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("\"rejected\":[]");
                rows += chunk.rows();
            }
        }
        return rows;
    }
}
