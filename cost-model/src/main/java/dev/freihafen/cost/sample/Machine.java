package dev.freihafen.cost.sample;

import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import dev.freihafen.cost.ledger.Resource.Cpu;
import dev.freihafen.cost.ledger.Resource.Memory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The kinds of node that the clusters are made of. */
enum Machine {
    GENERAL("general", 64, 256, ""),
    H100("h100-8", 96, 1024, "H100"),
    A100("a100-8", 96, 1024, "A100");

    static final Resource CPU = new Cpu();
    static final Resource MEMORY = new Memory();
    static final long GIB = 1L << 30;
    static final long WHOLE = 1000;
    private static final int DEVICES = 8;

    private final String nodeClass;
    private final Map<Resource, Long> capacity = new LinkedHashMap<>();

    Machine(String nodeClass, int cores, int gib, String model) {
        this.nodeClass = nodeClass;
        capacity.put(new Cpu(), cores * WHOLE);
        capacity.put(new Memory(), gib * GIB);
        if (!model.isEmpty()) {
            capacity.put(new Accelerator(model, ""), DEVICES * WHOLE);
        }
    }

    String nodeClass() {
        return nodeClass;
    }

    /** Base units of each resource that a node has. */
    Map<Resource, Long> capacity() {
        return Map.copyOf(capacity);
    }

    /** Base units of a resource that a node has; 0 for one that it lacks. */
    long offers(Resource resource) {
        return capacity.getOrDefault(resource, 0L);
    }

    /** Of the machine with this accelerator; empty for processor and memory. */
    static Optional<Machine> with(Resource resource) {
        for (Machine machine : values()) {
            if (resource instanceof Accelerator accelerator && machine.capacity.containsKey(accelerator.whole())) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }
}
