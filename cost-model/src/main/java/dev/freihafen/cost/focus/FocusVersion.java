package dev.freihafen.cost.focus;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The versions of the specification that are written. 1.4 follows a working draft later than the published 1.4: the
 * provider is told by host and service, and cost that was shared out says how.
 */
public enum FocusVersion {
    V1_2("1.2"),
    V1_4("1.4");

    private final String text;

    FocusVersion(String text) {
        this.text = text;
    }

    /** Such as {@code 1.2}. */
    public String text() {
        return text;
    }

    /** The columns in the order in which they are written: those of the specification by name, then our own. */
    public List<FocusColumn> columns() {
        return Arrays.stream(FocusColumn.values())
                .filter(column -> column.isIn(this))
                .toList();
    }

    /** @throws IllegalArgumentException naming the versions that there are */
    public static FocusVersion parse(String text) {
        for (FocusVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a FOCUS version that is written here; choose one of "
                + Arrays.stream(values()).map(FocusVersion::text).collect(Collectors.joining(", ")));
    }
}
