package dev.freihafen.platform.ledger;

import dev.freihafen.cost.statement.UsageSums;
import java.util.List;

/**
 * The one statement that sums usage: rows by some columns, one sum of base units x seconds for each span. Whole seconds and
 * base units: nothing is rounded. Products are taken as bigint where they fit one whatever the seconds are, else as numeric.
 * {@code offset 0} keeps PostgreSQL from computing the times of a row once for every use.
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
            sums.append(", ").append(sum(span));
        }
        String columns = String.join(", ", keys);
        String and = conditions.isEmpty() ? "" : " and " + String.join(" and ", conditions);
        return """
                select %1$s%2$s
                from (
                  %3$s where start_at >= :from and start_at < :until%4$s
                  union all
                  %3$s where start_at < :from and (end_at is null or end_at > :from)%4$s
                  offset 0
                ) used
                group by %1$s
                """.formatted(columns, sums, used(columns), and);
    }

    private static String used(String columns) {
        return """
                select %s, quantity, resource like 'egress/%%' as once, cast(date_part('epoch', start_at) as bigint) as begins,
                    cast(date_part('epoch', coalesce(end_at,
                      (select greatest(i.last_seen, w.observed_until) from cluster_watermarks w where w.cluster = i.cluster),
                      last_seen)) as bigint) as ends
                  from usage_intervals i\
                """.formatted(columns.replace("is_node", "object_kind = 'Node' as is_node"));
    }

    private static String sum(UsageSums.Span span) {
        long from = span.from().getEpochSecond();
        long until = span.until().getEpochSecond();
        String product = """
                %%s * case when once then cast(begins >= %1$d and begins < %2$d as integer)
                  else greatest(0, least(ends, %2$d) - greatest(begins, %1$d)) end\
                """.formatted(from, until);
        return """
                cast(coalesce(sum(%1$s) filter (where quantity <= %3$d), 0)
                  + coalesce(sum(%2$s) filter (where quantity > %3$d), 0) as text)\
                """.formatted(
                        product.formatted("quantity"),
                        product.formatted("cast(quantity as numeric)"),
                        Long.MAX_VALUE / (until - from));
    }
}
