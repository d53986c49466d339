package dev.freihafen.operator.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Uids of the last {@value #MOST} pods that this operator made, by name. A pod that it made and that is gone before anything of
 * it was recorded has been deleted; without this memory it would be made once more.
 */
final class MadePods {
    private static final int MOST = 10_000;

    private final Map<String, String> uids = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    });

    void remember(String name, String uid) {
        uids.put(name, uid);
    }

    Optional<String> uid(String name) {
        return Optional.ofNullable(uids.get(name));
    }
}
