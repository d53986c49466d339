package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.problem.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When a recurring run starts, as the platform's cron expression of five fields in UTC. KFP's own server reads five fields
 * with seconds first and so starts every few seconds what was meant for every few minutes; here five fields mean what they
 * mean everywhere, and six may begin with second 0. Pure.
 *
 * @param cron five fields
 * @param told what the client said, to be shown to it again
 */
record Trigger(String cron, JsonNode told) {
    private static final Set<String> KINDS = Set.of("cron_schedule", "periodic_schedule");
    private static final Set<String> CRON = Set.of("cron", "start_time", "end_time");
    private static final Set<String> PERIODIC = Set.of("interval_second", "start_time", "end_time");
    private static final int HOUR = 60;
    private static final int DAY = 24;
    private static final int WEEK = 7;

    /**
     * Reads a trigger.
     *
     * @param now a period counts from here
     */
    static Trigger read(JsonNode told, Instant now) {
        Fields trigger = Fields.of(told, "trigger", KINDS);
        Optional<Fields> cron = trigger.object("cron_schedule", CRON);
        Optional<Fields> periodic = trigger.object("periodic_schedule", PERIODIC);
        if (cron.isPresent() == periodic.isPresent()) {
            throw new PlatformException.BadRequest("A trigger has either cron_schedule or periodic_schedule.");
        }
        Fields schedule = cron.or(() -> periodic).orElseThrow();
        if (schedule.text("start_time").isPresent() || schedule.text("end_time").isPresent()) {
            throw new PlatformException.NotSupported(
                    "start_time and end_time are not supported here; disable or delete the recurring run instead.");
        }
        return new Trigger(
                cron.map(fields -> fiveFields(fields.required("cron")))
                        .orElseGet(() -> every(
                                schedule.integer("interval_second")
                                        .orElseThrow(() -> new PlatformException.BadRequest(
                                                "interval_second of periodic_schedule is missing")),
                                now)),
                told);
    }

    static String fiveFields(String cron) {
        List<String> fields = List.of(cron.strip().replace('?', '*').split("\\s+", -1));
        if (fields.size() == 6 && !fields.getFirst().equals("0")) {
            throw new PlatformException.NotSupported("Runs start at full minutes here: the first of six fields, the"
                    + " second, must be 0. The expression is \"" + cron + "\".");
        }
        return String.join(" ", fields.size() == 6 ? fields.subList(1, 6) : fields);
    }

    /** The times that come every so many seconds from now on, where they are the same in every hour, day or week. */
    static String every(long seconds, Instant now) {
        if (seconds <= 0) {
            throw new PlatformException.BadRequest("interval_second must be positive.");
        }
        ZonedDateTime here = now.atZone(ZoneOffset.UTC);
        Duration every = Duration.ofSeconds(seconds);
        long minutes = every.toMinutes();
        if (every.toSecondsPart() == 0 && minutes < HOUR && HOUR % minutes == 0) {
            return steps(here.getMinute(), (int) minutes, HOUR) + " * * * *";
        }
        long hours = every.toHours();
        if (seconds % 3_600 == 0 && hours < DAY && DAY % hours == 0) {
            return here.getMinute() + " " + steps(here.getHour(), (int) hours, DAY) + " * * *";
        }
        String daily = here.getMinute() + " " + here.getHour() + " * * ";
        if (seconds == Duration.ofDays(1).toSeconds()) {
            return daily + "*";
        }
        if (seconds == Duration.ofDays(WEEK).toSeconds()) {
            return daily + here.getDayOfWeek().getValue() % WEEK;
        }
        throw new PlatformException.NotSupported(
                "A period must divide an hour or a day into equal parts, or be a day or" + " a week; " + seconds
                        + " s does not. Use a cron expression.");
    }

    private static String steps(int from, int step, int until) {
        if (step == 1) {
            return "*";
        }
        return IntStream.iterate(from % step, value -> value < until, value -> value + step)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
