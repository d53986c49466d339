package dev.freihafen.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final CronTimes HOURLY = CronTimes.of("0 * * * *", ZoneId.of("UTC"));

    private static Instant at(String time) {
        return Instant.parse("2026-09-" + time + "Z");
    }

    @Test
    void aTimeThatHasJustComeStartsARun() {
        Due due = Due.of(HOURLY, at("01T10:00:00"), false, at("01T10:00:01"));
        assertThat(due.start()).containsExactly(at("01T10:00:00"));
        assertThat(due.missed()).isNull();
        assertThat(due.next()).isEqualTo(at("01T11:00:00"));
    }

    @Test
    void aTimeIsOnlyLateForFiveMinutes() {
        assertThat(Due.of(HOURLY, at("01T10:00:00"), false, at("01T10:05:00")).start())
                .containsExactly(at("01T10:00:00"));
        Due missed = Due.of(HOURLY, at("01T10:00:00"), false, at("01T10:05:01"));
        assertThat(missed.start()).isEmpty();
        assertThat(missed.missed()).isEqualTo(at("01T10:00:00"));
        assertThat(missed.next()).isEqualTo(at("01T11:00:00"));
    }

    @Test
    void withoutCatchingUpOnlyTheNewestTimeCounts() {
        Due due = Due.of(HOURLY, at("01T06:00:00"), false, at("01T10:00:30"));
        assertThat(due.start()).containsExactly(at("01T10:00:00"));
        assertThat(due.missed()).isEqualTo(at("01T06:00:00"));
    }

    @Test
    void catchingUpStartsARunForEachTime() {
        Due due = Due.of(HOURLY, at("01T06:00:00"), true, at("01T10:30:00"));
        assertThat(due.start())
                .containsExactly(
                        at("01T06:00:00"), at("01T07:00:00"), at("01T08:00:00"), at("01T09:00:00"), at("01T10:00:00"));
        assertThat(due.missed()).isNull();
        assertThat(due.next()).isEqualTo(at("01T11:00:00"));
    }

    @Test
    void catchingUpHasABound() {
        Due due = Due.of(HOURLY, at("01T00:00:00"), true, at("20T00:00:00"));
        assertThat(due.start()).hasSize(Due.MOST).last().isEqualTo(at("20T00:00:00"));
        assertThat(due.missed()).isEqualTo(at("01T00:00:00"));
        Due longAgo = Due.of(
                CronTimes.of("0 0 1 1 *", ZoneId.of("UTC")),
                Instant.parse("2020-01-01T00:00:00Z"),
                true,
                at("01T00:00:00"));
        assertThat(longAgo.start()).isEmpty();
        assertThat(longAgo.next()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }
}
