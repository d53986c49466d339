package dev.freihafen.platform.schedule;

import dev.freihafen.platform.run.RunRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule should be.
 *
 * @param cron five fields: minute, hour, day of month, month, day of week
 * @param zone of the IANA database, in which the times are meant; UTC when absent
 * @param catchUp whether times that nobody was there for are made up for; not when absent
 * @param concurrency what happens while an earlier run goes on; Allow when absent
 * @param paused whether nothing starts for now; not when absent
 * @param run the request for each run
 */
@Schema(name = "Schedule", examples = """
                {"cron":"30 2 * * 1-5","zone":"Europe/Berlin","concurrency":"Forbid",\
                "run":{"pipeline":"digits","version":"1","parameters":{"seed":7},"hardwareClass":"small",\
                "deadline":"90m"}}""")
public record ScheduleBody(
        @NotNull @Size(min = 1, max = 200) String cron,
        @Nullable @Size(min = 1, max = 64) String zone,
        @Nullable Boolean catchUp,
        @Nullable Concurrency concurrency,
        @Nullable Boolean paused,
        @NotNull RunRequest run) {}
