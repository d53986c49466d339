package dev.freihafen.platform.desired;

import dev.freihafen.platform.problem.PlatformException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags of resources: they change with what is wanted, not with what is reported. */
public final class ETags {
    private ETags() {}

    /** The strong tag, in quotes. */
    public static String of(HasMetadata resource) {
        return "\"" + resource.getMetadata().getUid() + "-"
                + resource.getMetadata().getGeneration() + "\"";
    }

    /**
     * Checks the preconditions of a request (RFC 9110, section 13).
     *
     * @param present what is there; null when nothing is
     * @throws PlatformException.PreconditionFailed when a precondition does not hold
     */
    public static void check(@Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable HasMetadata present) {
        if (ifMatch != null && (present == null || !names(ifMatch, present))) {
            throw new PlatformException.PreconditionFailed(
                    present == null
                            ? "There is nothing to replace; send it without If-Match to create it."
                            : "It was changed in between; read it again and repeat with the new ETag.");
        }
        if (ifNoneMatch != null && present != null && names(ifNoneMatch, present)) {
            throw new PlatformException.PreconditionFailed(
                    "There is one already; send it without If-None-Match to replace it.");
        }
    }

    private static boolean names(String header, HasMetadata present) {
        return header.trim().equals("*")
                || Arrays.stream(header.split(",")).map(String::trim).anyMatch(of(present)::equals);
    }
}
