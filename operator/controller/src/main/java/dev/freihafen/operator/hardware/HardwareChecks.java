package dev.freihafen.operator.hardware;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether any node, were it empty, could take a pod of the class. Pure. */
final class HardwareChecks {
    /** The code of the reason when there is such a node. */
    static final String AVAILABLE = "Available";

    private HardwareChecks() {}

    static Reason check(HardwareClassSpec hardware, List<Node> nodes) {
        List<Node> selected =
                nodes.stream().filter(node -> isSelected(node, hardware)).toList();
        if (selected.isEmpty()) {
            return new Reason(
                    "NoNode",
                    "No node has the labels " + hardware.nodeSelector()
                            + ": label a node so, or wait until the cluster adds one.");
        }
        if (selected.stream().anyMatch(node -> shortage(node, hardware).isEmpty())) {
            return new Reason(AVAILABLE, "The cluster has nodes for it.");
        }
        return new Reason(
                "TooLarge",
                "No node offers enough "
                        + shortage(selected.getFirst(), hardware).orElseThrow()
                        + " for it: make the class smaller, or add a larger node.");
    }

    private static boolean isSelected(Node node, HardwareClassSpec hardware) {
        Map<String, String> wanted = hardware.nodeSelector() == null ? Map.of() : hardware.nodeSelector();
        Map<String, String> labels = node.getMetadata().getLabels();
        return wanted.isEmpty() || (labels != null && labels.entrySet().containsAll(wanted.entrySet()));
    }

    /** The first resource by name of which the node has too little. */
    private static Optional<String> shortage(Node node, HardwareClassSpec hardware) {
        Map<String, Quantity> offered =
                node.getStatus() == null || node.getStatus().getAllocatable() == null
                        ? Map.of()
                        : node.getStatus().getAllocatable();
        return requests(hardware).entrySet().stream()
                .filter(request -> amount(offered.get(request.getKey())).compareTo(request.getValue()) < 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, BigDecimal> requests(HardwareClassSpec hardware) {
        Map<String, BigDecimal> requests = new TreeMap<>();
        requests.put("cpu", amount(new Quantity(hardware.requests().cpu())));
        requests.put("memory", amount(new Quantity(hardware.requests().memory())));
        Accelerator accelerator = hardware.accelerator();
        if (accelerator != null) {
            requests.put(accelerator.resource(), BigDecimal.valueOf(accelerator.count()));
        }
        return requests;
    }

    private static BigDecimal amount(@Nullable Quantity quantity) {
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }
}
