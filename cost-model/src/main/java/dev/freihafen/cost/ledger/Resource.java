package dev.freihafen.cost.ledger;

import java.util.List;

/**
 * What is reserved and paid for. {@link #text()} is its name in the ledger; {@link #baseUnitsPerUnit()} says how many of
 * the integer base units of a quantity make one unit of a price.
 */
public sealed interface Resource {

    /** Base units of things that are counted: cores, devices, slices, load balancers. */
    long THOUSANDTHS = 1000;

    long BYTES_PER_GIB = 1L << 30;

    /** The name, such as {@code cpu} or {@code accelerator/H100/3g.40gb}. */
    String text();

    /** 1000 thousandths to a core, device, slice or load balancer; 2^30 bytes to a GiB. */
    default long baseUnitsPerUnit() {
        return switch (this) {
            case Cpu _, Accelerator _, LoadBalancer _ -> THOUSANDTHS;
            case Memory _, Storage _, Egress _ -> BYTES_PER_GIB;
        };
    }

    /** Whether it is paid by volume and once, not by time. */
    default boolean paidByVolume() {
        return this instanceof Egress;
    }

    /** CPU time of containers, in millicores. */
    record Cpu() implements Resource {
        @Override
        public String text() {
            return "cpu";
        }
    }

    /** Memory, in bytes. */
    record Memory() implements Resource {
        @Override
        public String text() {
            return "memory";
        }
    }

    /**
     * Whole accelerators, or slices of them, in thousandths.
     *
     * @param model such as {@code H100}
     * @param slice such as {@code 3g.40gb}; empty for the whole device
     */
    record Accelerator(String model, String slice) implements Resource {
        public Accelerator {
            Fields.resourceName("resource", model);
            if (!slice.isEmpty()) {
                Fields.resourceName("resource", slice);
            }
        }

        public boolean isSlice() {
            return !slice.isEmpty();
        }

        /** The whole device of which this is a slice, or this itself. */
        public Accelerator whole() {
            return isSlice() ? new Accelerator(model, "") : this;
        }

        @Override
        public String text() {
            return "accelerator/" + model + (isSlice() ? "/" + slice : "");
        }
    }

    /** Volumes of a storage class, in bytes. */
    record Storage(String storageClass) implements Resource {
        public Storage {
            Fields.resourceName("resource", storageClass);
        }

        @Override
        public String text() {
            return "storage/" + storageClass;
        }
    }

    /** Load balancers, in thousandths. */
    record LoadBalancer() implements Resource {
        @Override
        public String text() {
            return "loadbalancer";
        }
    }

    /** Traffic that left a zone, in bytes; priced by volume, not by time. */
    record Egress(String zone) implements Resource {
        public Egress {
            Fields.resourceName("resource", zone);
        }

        @Override
        public String text() {
            return "egress/" + zone;
        }
    }

    /** Reads a resource's name; anything unknown is refused, naming the column. */
    static Resource parse(String column, String text) {
        List<String> parts = List.of(text.split("/", -1));
        for (String part : parts) {
            if (!Fields.isResourceName(part)) {
                throw unknown(column, text);
            }
        }
        return switch (parts.getFirst() + ":" + parts.size()) {
            case "cpu:1" -> new Cpu();
            case "memory:1" -> new Memory();
            case "loadbalancer:1" -> new LoadBalancer();
            case "accelerator:2" -> new Accelerator(parts.get(1), "");
            case "accelerator:3" -> new Accelerator(parts.get(1), parts.get(2));
            case "storage:2" -> new Storage(parts.get(1));
            case "egress:2" -> new Egress(parts.get(1));
            default -> throw unknown(column, text);
        };
    }

    private static InvalidFact unknown(String column, String text) {
        return new InvalidFact(
                column,
                Fields.quoted(text)
                        + " is not a resource: cpu, memory, loadbalancer, accelerator/<model>, accelerator/<model>/<slice>,"
                        + " storage/<class> or egress/<zone>");
    }
}
