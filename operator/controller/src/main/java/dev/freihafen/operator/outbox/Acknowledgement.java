package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.stream.Stream;

/** What the platform API says of a batch: every row is either accepted or rejected for good. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Acknowledgement(List<String> accepted, List<Rejection> rejected) {
    Acknowledgement {
        accepted = accepted == null ? List.of() : List.copyOf(accepted);
        rejected = rejected == null ? List.of() : List.copyOf(rejected);
    }

    Stream<String> ids() {
        return Stream.concat(accepted.stream(), rejected.stream().map(Rejection::id));
    }

    /** A row that will never be taken, and why. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rejection(String id, String reason) {}
}
