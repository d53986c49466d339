package dev.freihafen.operator.engine;

import dev.freihafen.operator.Recent;
import java.util.Optional;

/**
 * Uids of the last {@value #MOST} pods that this operator made, by name. A pod that it made and that is gone before anything of
 * it was recorded has been deleted; without this memory it would be made once more.
 */
final class MadePods {
    private static final int MOST = 10_000;

    private final Recent<String, String> uids = new Recent<>(MOST);

    void remember(String name, String uid) {
        uids.put(name, uid);
    }

    Optional<String> uid(String name) {
        return uids.find(name);
    }
}
