package dev.freihafen.platform.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a cron expression of five fields (minute, hour, day of month, month, day of week) in a time zone. Pure.
 *
 * <p>Where clocks are put forward, a time that does not exist comes when the clocks are put; where they are put back, a time
 * that exists twice comes the first time. An expression whose hour begins with {@code *} goes by the time that passes
 * instead: its times in the hour that does not exist are left out, and those in the hour that exists twice come twice.
 */
final class CronTimes {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final int FIELDS = 5;

    private final ExecutionTime local;
    private final ZoneRules rules;
    private final boolean isByPassingTime;

    private CronTimes(ExecutionTime local, ZoneRules rules, boolean isByPassingTime) {
        this.local = local;
        this.rules = rules;
        this.isByPassingTime = isByPassingTime;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException with what is wrong with it, in words for people
     */
    static CronTimes of(String cron, ZoneId zone) {
        String trimmed = cron.strip();
        String[] fields = SPACES.split(trimmed);
        if (trimmed.isEmpty() || fields.length != FIELDS) {
            throw new IllegalArgumentException("must have five fields: minute, hour, day of month, month, day of week");
        }
        return new CronTimes(
                ExecutionTime.forCron(PARSER.parse(String.join(" ", fields))),
                zone.getRules(),
                fields[1].startsWith("*"));
    }

    /**
     * The zone of that name.
     *
     * @throws IllegalArgumentException when it is none of the IANA database
     */
    static ZoneId zone(String name) {
        try {
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException none) {
            // Refused below.
        }
        throw new IllegalArgumentException("must be a time zone of the IANA database such as Europe/Berlin");
    }

    /** The first time after an instant; empty where none is to come. */
    Optional<Instant> after(Instant instant) {
        ZoneOffset offset = rules.getOffset(instant);
        LocalDateTime here = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset);
        Optional<Instant> again = isByPassingTime ? secondPass(instant) : Optional.empty();
        Optional<LocalDateTime> wanted = afterLocal(here);
        while (wanted.isPresent()) {
            Optional<Instant> found = at(wanted.get(), instant);
            if (found.isPresent()) {
                return again.filter(earlier -> earlier.isBefore(found.get())).or(() -> found);
            }
            wanted = afterLocal(wanted.get());
        }
        return again;
    }

    /** The instant of a local time, if it counts and lies after the given one. */
    private Optional<Instant> at(LocalDateTime wanted, Instant after) {
        List<ZoneOffset> offsets = rules.getValidOffsets(wanted);
        if (offsets.isEmpty()) {
            return isByPassingTime
                    ? Optional.empty()
                    : Optional.of(rules.getTransition(wanted).getInstant()).filter(gap -> gap.isAfter(after));
        }
        Optional<Instant> first =
                Optional.of(wanted.toInstant(offsets.getFirst())).filter(time -> time.isAfter(after));
        return first.isPresent() || !isByPassingTime
                ? first
                : Optional.of(wanted.toInstant(offsets.getLast())).filter(time -> time.isAfter(after));
    }

    /** The first time in the next hour that comes a second time. */
    private Optional<Instant> secondPass(Instant instant) {
        ZoneOffsetTransition back = rules.nextTransition(instant);
        while (back != null && !back.isOverlap()) {
            back = rules.nextTransition(back.getInstant());
        }
        if (back == null) {
            return Optional.empty();
        }
        ZoneOffsetTransition overlap = back;
        return afterLocal(overlap.getDateTimeAfter().minusNanos(1))
                .filter(time -> time.isBefore(overlap.getDateTimeBefore()))
                .map(time -> time.toInstant(overlap.getOffsetAfter()));
    }

    /** Dates and times as a calendar without time zones has them. */
    private Optional<LocalDateTime> afterLocal(LocalDateTime time) {
        return local.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
