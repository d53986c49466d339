package dev.freihafen.cost.focus;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Whether the export stands alone or is read beside the bill of a cloud. */
public enum FocusMode {
    /** We are the issuer: the billed cost of a row is its charge. */
    STANDALONE("standalone"),
    /** The cloud's own bill lies beside it: billed cost is 0, so that nothing is counted twice; the other costs are the share. */
    MERGE("merge");

    private final String text;

    FocusMode(String text) {
        this.text = text;
    }

    /** The name in options and queries. */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException naming the modes that there are */
    public static FocusMode parse(String text) {
        for (FocusMode mode : values()) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a mode; choose one of "
                + Arrays.stream(values()).map(FocusMode::text).collect(Collectors.joining(", ")));
    }
}
