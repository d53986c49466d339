package dev.freihafen.cost.focus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row: a line of a statement on one UTC day, as the texts of its columns. An absent column is null. */
public final class FocusRow {

    private final Map<FocusColumn, String> values;

    private FocusRow(Map<FocusColumn, String> values) {
        this.values = values;
    }

    /** The text of a column; null where it has none. */
    public @Nullable String get(FocusColumn column) {
        return values.get(column);
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects the columns of a row; what is null or empty stays absent. */
    static final class Draft {
        private final Map<FocusColumn, String> values;

        Draft() {
            this.values = new EnumMap<>(FocusColumn.class);
        }

        private Draft(Map<FocusColumn, String> values) {
            this.values = new EnumMap<>(values);
        }

        /** A draft of its own that begins with the same columns. */
        Draft copy() {
            return new Draft(values);
        }

        Draft text(FocusColumn column, @Nullable String text) {
            if (text != null && !text.isEmpty()) {
                values.put(column, text);
            }
            return this;
        }

        Draft decimal(FocusColumn column, @Nullable BigDecimal decimal) {
            return text(column, decimal == null ? null : decimal.toPlainString());
        }

        Draft time(FocusColumn column, Instant time) {
            return text(column, time.toString());
        }

        FocusRow row() {
            return new FocusRow(values);
        }
    }
}
