package dev.freihafen.platform.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a run was expected to cost and what it did cost; plain decimals, exact.
 *
 * @param charge absent before the run's end is known, and where its usage has no price
 * @param difference charge less expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RunQuoteKept")
public record KeptQuoteView(
        String run,
        String currency,
        String low,
        String expected,
        String high,
        boolean bounded,
        Instant quotedAt,
        @Nullable String charge,
        @Nullable String difference) {}
