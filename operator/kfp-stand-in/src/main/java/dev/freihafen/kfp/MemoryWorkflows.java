package dev.freihafen.kfp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Workflows of a test without a cluster; it refuses what an API server would refuse of labels. */
public final class MemoryWorkflows implements Workflows {
    private static final int MOST_LABEL = 63;
    private static final String CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Map<String, String> phases = new ConcurrentHashMap<>();

    @Override
    public String create(String namespace, String prefix, Map<String, String> labels) {
        String name = prefix + suffix();
        labels.values().stream()
                .filter(value -> value.length() > MOST_LABEL)
                .findFirst()
                .ifPresent(value -> {
                    throw new IllegalArgumentException(
                            "Workflow.argoproj.io \"%s\" is invalid: metadata.labels: Invalid value: \"%s\": must be no more than %d bytes"
                                    .formatted(name, value, MOST_LABEL));
                });
        phases.put(namespace + "/" + name, "");
        return name;
    }

    /** How many there are. */
    public int count() {
        return phases.size();
    }

    @Override
    public boolean exists(String namespace, String name) {
        return phases.containsKey(namespace + "/" + name);
    }

    @Override
    public void phase(String namespace, String name, String phase) {
        phases.computeIfPresent(namespace + "/" + name, (key, before) -> phase);
    }

    @Override
    public void delete(String namespace, String name) {
        phases.remove(namespace + "/" + name);
    }

    /** Five characters, as a generated name has. */
    static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int at = 0; at < 5; at++) {
            suffix.append(CHARACTERS.charAt(ThreadLocalRandom.current().nextInt(CHARACTERS.length())));
        }
        return suffix.toString();
    }
}
