package dev.freihafen.platform.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query asks for as conditions of SQL; values are bound, never written into it. */
final class RunConditions {
    /** The state that {@link Run#shownState} gives. */
    private static final String SHOWN_STATE = """
            case when finished_at is not null then state
              when cancel_requested then 'Canceling'
              when held_reason is not null and handed_over_at is null then 'Queued'
              else state end""";

    private RunConditions() {}

    /** @param values to which what must be bound is added */
    static List<String> of(RunQuery query, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        conditions.add("true");
        add(
                conditions,
                values,
                SHOWN_STATE + " = :state",
                "state",
                query.state() == null ? null : query.state().name());
        add(conditions, values, "pipeline = :pipeline", "pipeline", query.pipeline());
        add(conditions, values, "name = :name", "name", query.name());
        add(conditions, values, "owner = :owner", "owner", query.owner());
        add(conditions, values, "schedule = :schedule", "schedule", query.schedule());
        add(conditions, values, "created_at >= :from", "from", RunRows.utc(query.from()));
        add(conditions, values, "created_at < :until", "until", RunRows.utc(query.until()));
        if (!query.labels().isEmpty()) {
            add(conditions, values, "labels @> cast(:labels as jsonb)", "labels", RunRows.text(query.labels()));
        }
        return conditions;
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }
}
