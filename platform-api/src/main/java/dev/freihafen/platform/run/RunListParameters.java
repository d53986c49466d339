package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.page.Times;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of the list of runs. */
final class RunListParameters {
    @QueryParam("state")
    @Parameter(description = "A state, as runs show it")
    @Nullable
    String state;

    @QueryParam("pipeline")
    @Parameter(description = "Name of a pipeline")
    @Nullable
    String pipeline;

    @QueryParam("name")
    @Parameter(description = "Name that the run was given, the whole of it")
    @Nullable
    String name;

    @QueryParam("label")
    @Parameter(description = "A label as key=value; several are all needed", example = "project=atlas")
    @Nullable
    List<String> label;

    @QueryParam("owner")
    @Parameter(description = "Account name of who submitted it")
    @Nullable
    String owner;

    @QueryParam("schedule")
    @Parameter(description = "Name of the schedule that started it")
    @Nullable
    String schedule;

    @QueryParam("from")
    @Parameter(description = "Submitted then or later", example = "2026-09-01T00:00:00Z")
    @Nullable
    String from;

    @QueryParam("until")
    @Parameter(description = "Submitted before then", example = "2026-10-01T00:00:00Z")
    @Nullable
    String until;

    @QueryParam("sort")
    @Parameter(description = "createdAt, finishedAt or name; backwards with a minus before it", example = "-createdAt")
    @Nullable
    String sort;

    /**
     * What they ask for.
     *
     * @throws PlatformException.ValidationFailed naming each that cannot be read
     */
    RunQuery query() {
        List<FieldError> errors = new ArrayList<>();
        RunQuery query = new RunQuery(
                state(errors),
                given(pipeline),
                given(name),
                labels(errors),
                given(owner),
                given(schedule),
                time("from", from, errors),
                time("until", until, errors),
                sort(errors));
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed(
                    "Correct the parameters that errors lists and ask again.", errors);
        }
        return query;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private @Nullable RunState state(List<FieldError> errors) {
        if (given(state) == null) {
            return null;
        }
        for (RunState known : RunState.values()) {
            if (known.name().equals(state)) {
                return known;
            }
        }
        errors.add(new FieldError(
                "state",
                "must be one of "
                        + Arrays.stream(RunState.values()).map(Enum::name).collect(Collectors.joining(", "))));
        return null;
    }

    private Map<String, String> labels(List<FieldError> errors) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String item : label == null ? List.<String>of() : label) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                errors.add(new FieldError("label", "must be key=value"));
            } else {
                labels.put(item.substring(0, equals), item.substring(equals + 1));
            }
        }
        return labels;
    }

    private static @Nullable Instant time(String field, @Nullable String text, List<FieldError> errors) {
        try {
            return text == null || text.isEmpty() ? null : Times.parse(text);
        } catch (DateTimeException none) {
            errors.add(new FieldError(field, "must be a time such as 2026-09-01T00:00:00Z"));
            return null;
        }
    }

    private RunQuery.Sort sort(List<FieldError> errors) {
        String wanted = given(sort);
        if (wanted == null) {
            return RunQuery.Sort.NewestFirst;
        }
        return RunQuery.Sort.of(wanted).orElseGet(() -> {
            errors.add(new FieldError("sort", "must be one of " + String.join(", ", RunQuery.Sort.texts())));
            return RunQuery.Sort.NewestFirst;
        });
    }
}
