package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent in one request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Batch(String cluster, List<FeedRow> rows, @Nullable Watermark watermark) {}
