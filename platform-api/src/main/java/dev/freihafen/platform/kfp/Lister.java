package dev.freihafen.platform.kfp;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Reads a page of a list from PostgreSQL, by keyset: a page costs the same wherever it is. */
@Singleton
final class Lister {
    private final Jdbi jdbi;

    Lister(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row<T>(T item, ListQuery.Place place) {}

    /**
     * The page that is asked for.
     *
     * @param below query whose columns {@link Columns} names
     * @param bound its parameters
     */
    <T> Listed<T> list(String below, Map<String, ?> bound, ListQuery query, RowMapper<T> mapper) {
        List<String> conditions = new ArrayList<>(query.filter().conditions());
        String all = where(conditions);
        ListQuery.Place after = query.after();
        String sort = query.sort().sql();
        String id = query.columns().id();
        if (after != null) {
            conditions.add(
                    "(" + sort + ", " + id + ") " + (query.descending() ? "<" : ">") + " (:afterValue, :afterId)");
        }
        String direction = query.descending() ? " desc" : " asc";
        String page = "select *, " + sort + " as place from (" + below + ") listed" + where(conditions) + " order by "
                + sort + direction + ", " + id + direction + " limit :limit";
        return jdbi.withHandle(handle -> {
            Query asked = bind(handle.createQuery(page), bound, query).bind("limit", query.size() + 1);
            if (after != null) {
                asked.bind("afterValue", query.sort().kind().value(after.value()))
                        .bind("afterId", after.id());
            }
            List<Row<T>> rows = asked.map((row, context) -> new Row<>(
                            mapper.map(row, context),
                            new ListQuery.Place(query.sort().kind().text(row, "place"), row.getObject(id, UUID.class))))
                    .list();
            boolean more = rows.size() > query.size();
            List<Row<T>> shown = more ? rows.subList(0, query.size()) : rows;
            int total = bind(handle.createQuery("select count(*) from (" + below + ") listed" + all), bound, query)
                    .mapTo(Integer.class)
                    .one();
            return new Listed<>(
                    shown.stream().map(Row::item).toList(),
                    more ? query.tokenAfter(shown.getLast().place()) : null,
                    total);
        });
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static Query bind(Query query, Map<String, ?> bound, ListQuery asked) {
        bound.forEach((name, value) -> query.bind(name, (Object) value));
        asked.filter().values().forEach((name, value) -> {
            if (value instanceof Object[] array) {
                query.bindArray(name, array.getClass().getComponentType(), array);
            } else {
                query.bind(name, value);
            }
        });
        return query;
    }
}
