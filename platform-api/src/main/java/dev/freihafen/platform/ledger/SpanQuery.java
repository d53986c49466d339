package dev.freihafen.platform.ledger;

import dev.freihafen.cost.statement.UsageSums;
import java.util.List;

/**
 * The one statement that sums usage: rows by some columns, one sum of base units x seconds for each span. Whole seconds and
 * base units: nothing is rounded. A quantity is summed in two halves, so that products fit a bigint; {@code offset 0} keeps
 * PostgreSQL from computing the seconds of a row once for every use.
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
        StringBuilder seconds = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int span = 0; span < spans.size(); span++) {
            long from = spans.get(span).from().getEpochSecond();
            long until = spans.get(span).until().getEpochSecond();
            seconds.append("""
                    , case when once then cast(begins >= %1$d and begins < %2$d as integer)
                        else greatest(0, least(ends, %2$d) - greatest(begins, %1$d)) end as s%3$d
                    """.formatted(from, until, span));
            sums.append(", cast(sum(high * s%1$d) * 2147483648 + sum(low * s%1$d) as text)".formatted(span));
        }
        String columns = String.join(", ", keys);
        String inner = columns.replace("is_node", "object_kind = 'Node' as is_node")
                .replaceFirst("\\bcluster\\b", "i.cluster");
        String where = conditions.isEmpty() ? "" : " and " + String.join(" and ", conditions);
        return """
                select %1$s%2$s
                from (
                  select %1$s, high, low%3$s
                  from (
                    select %4$s, quantity >> 31 as high, quantity & 2147483647 as low, resource like 'egress/%%' as once,
                      cast(date_part('epoch', start_at) as bigint) as begins,
                      cast(date_part('epoch', coalesce(end_at, greatest(last_seen, observed_until))) as bigint) as ends
                    from (
                      select * from usage_intervals where start_at >= :from and start_at < :until%5$s
                      union all
                      select * from usage_intervals where start_at < :from and (end_at is null or end_at > :from)%5$s
                    ) i left join cluster_watermarks w on w.cluster = i.cluster
                    offset 0
                  ) used
                  offset 0
                ) cut
                group by %1$s
                """.formatted(columns, sums, seconds, inner, where);
    }
}
