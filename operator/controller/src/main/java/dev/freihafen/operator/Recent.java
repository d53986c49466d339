package dev.freihafen.operator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was asked for or put in most recently, so many entries at most; for what can be found out again. Safe for use by several
 * threads.
 */
public final class Recent<K, V> {
    private static final float USUAL_LOAD = 0.75f;

    private final Map<K, V> entries;

    /** @param most how many entries are kept */
    public Recent(int most) {
        entries = Collections.synchronizedMap(new LinkedHashMap<>(16, USUAL_LOAD, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    /** What is kept under the key. */
    public Optional<V> find(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** What is kept under the key; found out now, once, where nothing is. */
    public V get(K key, Function<? super K, ? extends V> otherwise) {
        return entries.computeIfAbsent(key, otherwise);
    }

    /** Keeps it in the place of what was there. */
    public void put(K key, V value) {
        entries.put(key, value);
    }
}
