package dev.freihafen.kfp;

import java.util.Map;

/** Where the server's Workflows are. */
public interface Workflows {
    /**
     * Makes one, named by the prefix and five random characters.
     *
     * @return its name
     * @throws IllegalArgumentException with the API server's words when it does not take it
     */
    String create(String namespace, String prefix, Map<String, String> labels);

    /** Whether it is there. */
    boolean exists(String namespace, String name);

    /** Sets {@code status.phase}, as Argo's controller would; nothing happens when it is gone. */
    void phase(String namespace, String name, String phase);

    /** Deletes it; nothing happens when it is gone. */
    void delete(String namespace, String name);
}
