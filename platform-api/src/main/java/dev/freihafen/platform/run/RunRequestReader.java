package dev.freihafen.platform.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import org.jspecify.annotations.Nullable;

/** Reads requests for runs; a body that is too large is refused in the words of pipelines. */
@Singleton
class RunRequestReader {
    private static final int LARGEST_BODY = 3 << 20;

    private final ObjectMapper json;

    RunRequestReader(ObjectMapper json) {
        this.json = json;
    }

    RunRequest read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw new PlatformException.BadRequest("The body is empty; send the run as a JSON object.");
        }
        if (body.length() > LARGEST_BODY) {
            throw new PlatformException.PayloadTooLarge("The request has " + body.length() + " characters, at most "
                    + LARGEST_BODY + " are read. A compiled pipeline may have 262144 bytes; pass data as artifacts.");
        }
        try {
            RunRequest request = json.readValue(body, RunRequest.class);
            if (request == null) {
                throw new PlatformException.BadRequest("The body is null; send the run as a JSON object.");
            }
            return request;
        } catch (JsonProcessingException unreadable) {
            throw new BadRequestException(unreadable);
        }
    }
}
