package dev.freihafen.platform.usage;

import java.util.List;

/** Every row of a batch is in one of the two lists; neither need be sent again. */
public record FeedAnswer(List<String> accepted, List<Rejection> rejected) {
    public FeedAnswer {
        accepted = List.copyOf(accepted);
        rejected = List.copyOf(rejected);
    }

    /** A row that will never be taken, and why. */
    public record Rejection(String id, String reason) {}
}
