package dev.freihafen.cost.rate;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import dev.freihafen.cost.ledger.Resource.Cpu;
import dev.freihafen.cost.ledger.Resource.Egress;
import dev.freihafen.cost.ledger.Resource.LoadBalancer;
import dev.freihafen.cost.ledger.Resource.Memory;
import dev.freihafen.cost.ledger.Resource.Storage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a price is for. GiB is 2^30 bytes. */
public enum Unit {
    CORE_HOUR("core-hour"),
    GIB_HOUR("GiB-hour"),
    /** The price is spread over the real hours of the month. */
    GIB_MONTH("GiB-month"),
    /** An accelerator, a slice of one or a load balancer for an hour. */
    UNIT_HOUR("unit-hour"),
    /** Traffic: no time. */
    GIB("GiB");

    private final String text;

    Unit(String text) {
        this.text = text;
    }

    /** The name in files and in REST. */
    public String text() {
        return text;
    }

    /** The name as it follows a quantity. */
    public String plural() {
        return this == GIB ? text : text + "s";
    }

    /** The units in which a resource can be priced; the first is the one in which its quantities are told. */
    public static Set<Unit> of(Resource resource) {
        return switch (resource) {
            case Cpu _ -> EnumSet.of(CORE_HOUR);
            case Memory _, Storage _ -> EnumSet.of(GIB_HOUR, GIB_MONTH);
            case Accelerator _ -> EnumSet.of(UNIT_HOUR);
            case LoadBalancer _ -> EnumSet.of(UNIT_HOUR);
            case Egress _ -> EnumSet.of(GIB);
        };
    }

    /** Reads the name; any other text is refused. */
    public static Unit of(String column, String text) {
        for (Unit value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(Unit::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
