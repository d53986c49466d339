package dev.freihafen.platform.kfp;

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
        Text("text"),
        /** As a time. */
        Time("timestamptz");

        private final String sqlType;

        Kind(String sqlType) {
            this.sqlType = sqlType;
        }

        String sqlType() {
            return sqlType;
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
