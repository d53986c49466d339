package dev.freihafen.platform.schedule;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.month.Crash;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.RunningApi;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each time starts one run, whatever happens to the programs. */
@QuarkusTest
class SchedulesOnceIT extends ScheduleIT {
    private static final int SCHEDULES_AT_ONCE = 12;
    private static final int DAYS = 4;

    @Inject
    AgroalDataSource source;

    @AfterEach
    void noMoreCrashes() {
        Crash.never(jdbi);
        jdbi.useHandle(handle -> handle.execute("delete from schedules"));
    }

    private int count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    /** What a program does at that time; whether that fails. Crashes come to threads of this name alone. */
    private boolean diesAt(Instant now) throws InterruptedException {
        AtomicBoolean died = new AtomicBoolean();
        Thread program = Thread.ofPlatform()
                .name("executor-thread-of-schedules")
                .start(() -> {
                    try {
                        tickAt(now);
                    } catch (RuntimeException failure) {
                        died.set(true);
                    }
                });
        program.join();
        return died.get();
    }

    @Test
    void aProgramThatDiesBeforeAnyStatementLosesAndRepeatsNothing() throws InterruptedException {
        int statement = 1;
        boolean wasReached = true;
        while (wasReached) {
            String schedule = name + "-" + statement;
            put(Account.scientist, schedule, body("0 0 1 1 *").put("concurrency", "Replace"))
                    .statusCode(201);
            Instant time = nextAt(schedule);
            tickAt(time.plusSeconds(1));
            Instant second = nextAt(schedule);
            Crash crash = Crash.before(jdbi, source, statement);
            boolean died = diesAt(second.plusSeconds(1));
            Crash.never(jdbi);
            wasReached = crash.happened();
            assertThat(wasReached || !died).as("statement %d", statement).isTrue();
            tickAt(second.plusSeconds(60));
            assertThat(firings(schedule).extract().jsonPath().<String>getList("items.outcome"))
                    .as("statement %d", statement)
                    .containsExactly("Started", "Started");
            List<String> runs = as(Account.viewer)
                    .get("/api/v1/teams/fraud/runs?schedule=" + schedule)
                    .jsonPath()
                    .getList("items.id");
            assertThat(runs)
                    .as("statement %d", statement)
                    .containsExactlyInAnyOrderElementsOf(
                            firings(schedule).extract().jsonPath().getList("items.run"));
            as(Account.scientist).delete(SCHEDULES + "/" + schedule).then().statusCode(204);
            statement++;
        }
        assertThat(statement).isGreaterThan(10);
    }

    @Test
    void threeProgramsOfWhichOneIsKilledStartEachRunOnce() throws Exception {
        ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(-1);
        String cron = soon.getMinute() + " " + soon.getHour() + " * * *";
        try (RunningApi one = RunningApi.start(Map.of());
                RunningApi other = RunningApi.start(Map.of())) {
            IntStream.range(0, SCHEDULES_AT_ONCE)
                    .forEach(number -> put(
                                    Account.scientist,
                                    name + "-" + number,
                                    body(cron).put("catchUp", true))
                            .statusCode(201));
            jdbi.useHandle(handle ->
                    handle.execute("update schedules set next_at = next_at - make_interval(days => ?)", DAYS));
            eventually(() -> count("select count(*) from runs where schedule_id in (select id from schedules)") > 5);
            one.kill();
            int expected = SCHEDULES_AT_ONCE * DAYS;
            eventually(() -> count("select count(*) from schedule_firings where outcome is not null") == expected);
            assertThat(count("select count(*) from schedule_firings where outcome = 'Started'"))
                    .isEqualTo(expected);
            assertThat(count("""
                    select count(*) from schedule_firings join runs on runs.id = run_id
                      and runs.schedule_id = schedule_firings.schedule_id and scheduled_for = fire_at
                    """)).isEqualTo(expected);
            assertThat(count("select count(*) from runs where schedule_id in (select id from schedules)"))
                    .isEqualTo(expected);
            other.kill();
        }
    }
}
