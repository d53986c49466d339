package dev.freihafen.platform.ledger;

import dev.freihafen.cost.statement.UsageSums;
import java.util.List;

/**
 * The one statement that sums usage: rows by some columns, one sum of base units x seconds for each span. Whole seconds and
 * base units: nothing is rounded.
 */
final class SpanQuery {
    private SpanQuery() {}

    /**
     * What began in the time {@code [:from, :until)}, and what reaches into it from before. An open interval lasts up to its
     * cluster's watermark; traffic counts once, where it starts. Seconds since 1970 are whole and far below 2^53.
     *
     * @param keys columns of {@code usage_intervals}, or {@code is_node}; the sums follow them as text
     * @param conditions on columns of {@code usage_intervals}
     */
    static String of(List<String> keys, List<UsageSums.Span> spans, List<String> conditions) {
        StringBuilder sums = new StringBuilder();
        for (UsageSums.Span span : spans) {
            sums.append("""
                    , cast(sum(quantity * cast(case when once
                        then case when begins >= %1$d and begins < %2$d then 1 else 0 end
                        else greatest(0, least(ends, %2$d) - greatest(begins, %1$d)) end as numeric)) as text)
                    """.formatted(span.from().getEpochSecond(), span.until().getEpochSecond()));
        }
        String columns = String.join(", ", keys);
        String where = conditions.isEmpty() ? "" : " and " + String.join(" and ", conditions);
        return """
                select %1$s%2$s
                from (
                  select i.*, object_kind = 'Node' as is_node, resource like 'egress/%%' as once,
                    cast(date_part('epoch', start_at) as bigint) as begins,
                    cast(date_part('epoch', coalesce(end_at, greatest(last_seen, observed_until))) as bigint) as ends
                  from (
                    select * from usage_intervals where start_at >= :from and start_at < :until%3$s
                    union all
                    select * from usage_intervals where start_at < :from and (end_at is null or end_at > :from)%3$s
                  ) i left join cluster_watermarks w on w.cluster = i.cluster
                ) used
                group by %1$s
                """.formatted(columns, sums, where);
    }
}
