package dev.freihafen.platform.schedule;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunCancel;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.run.RunStore;
import dev.freihafen.platform.run.RunSubmission;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests of schedules of team fraud; time passes as a test says. */
abstract class ScheduleIT extends PlatformIT {
    static final String SCHEDULES = "/api/v1/teams/fraud/schedules";

    @Inject
    Jdbi jdbi;

    @Inject
    ScheduleStore schedules;

    @Inject
    FiringStore firings;

    @Inject
    RunSubmission submission;

    @Inject
    RunStore runs;

    @Inject
    RunCancel cancel;

    @Inject
    TeamDirectory teams;

    @Inject
    Authorization authorization;

    String name = "";

    @BeforeEach
    void aNameOfItsOwn() {
        jdbi.useHandle(handle -> handle.execute("delete from schedules"));
        name = "s" + UUID.randomUUID().toString().substring(0, 8);
    }

    static JsonObject body(String cron) {
        return new JsonObject()
                .put("cron", cron)
                .put("run", RunFixtures.request().put("labels", new JsonObject().put("kind", "nightly")));
    }

    static ValidatableResponse put(Account account, String name, JsonObject body) {
        return as(account)
                .contentType("application/json")
                .body(body.encode())
                .put(SCHEDULES + "/" + name)
                .then();
    }

    ValidatableResponse get() {
        return as(Account.viewer).get(SCHEDULES + "/" + name).then();
    }

    ValidatableResponse act(Account account, String verb) {
        return as(account)
                .urlEncodingEnabled(false)
                .post(SCHEDULES + "/" + name + verb)
                .then();
    }

    ValidatableResponse firings() {
        return firings(name);
    }

    static ValidatableResponse firings(String name) {
        return as(Account.viewer)
                .get(SCHEDULES + "/" + name + "/firings")
                .then()
                .statusCode(200);
    }

    Instant nextAt() {
        return nextAt(name);
    }

    static Instant nextAt(String name) {
        return Instant.parse(as(Account.viewer).get(SCHEDULES + "/" + name).path("nextAt"));
    }

    /** What a program does at that time. */
    void tickAt(Instant now) {
        clockAt(now).tick();
    }

    ScheduleClock clockAt(Instant now) {
        return new ScheduleClock(
                jdbi,
                schedules,
                firings,
                submission,
                runs,
                cancel,
                teams,
                authorization,
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
