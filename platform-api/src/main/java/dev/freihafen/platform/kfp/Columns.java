package dev.freihafen.platform.kfp;

import dev.freihafen.platform.page.Times;
import dev.freihafen.platform.problem.Unstorable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What a kind of list can be filtered and sorted by: columns of the query below, under the names that clients know.
 *
 * @param noun what is listed, for errors
 * @param byKey columns by key; {@code created_at} is always there
 * @param id the column that makes every place unique, a uuid
 */
record Columns(String noun, Map<String, Column> byKey, String id) {
    Columns {
        byKey = Map.copyOf(byKey);
    }

    /** How a column compares. */
    enum Kind {
        /** As text. */
        Text,
        /** As a time. */
        Time;

        /**
         * A value that a client names, as SQL takes it.
         *
         * @throws DateTimeException when a time is wanted and this is none that can be kept
         * @throws IllegalArgumentException when it is a text that cannot be kept
         */
        Object value(String text) {
            if (this == Time) {
                return Times.parse(text).atOffset(ZoneOffset.UTC);
            }
            if (Unstorable.is(text)) {
                throw new IllegalArgumentException("the text cannot be kept");
            }
            return text;
        }

        /** A value of this kind as text from which {@link #value} makes it again. */
        String text(ResultSet row, String column) throws SQLException {
            return this == Time ? row.getTimestamp(column).toInstant().toString() : row.getString(column);
        }
    }

    /** A column that is never null. */
    record Column(String name, Kind kind) {
        static Column text(String name) {
            return new Column(name, Kind.Text);
        }

        static Column time(String name) {
            return new Column(name, Kind.Time);
        }

        /** As it stands in a condition; ids compare as text, since clients send anything. */
        String sql() {
            return kind == Kind.Text ? "cast(" + name + " as text) collate \"C\"" : name;
        }
    }
}
