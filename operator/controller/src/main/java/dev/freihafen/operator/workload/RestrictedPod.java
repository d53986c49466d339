package dev.freihafen.operator.workload;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What every pod of ours has so that the Pod Security level {@code restricted} admits it. */
public final class RestrictedPod {
    /** User and group of pods where the cluster does not choose them. */
    private static final long ID = 1000;

    private RestrictedPod() {}

    /** Of the pod. */
    public static PodSecurityContext podSecurity() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(ID)
                .withRunAsGroup(ID)
                .withFsGroup(ID)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** Of each container. */
    public static SecurityContext containerSecurity() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** Requests and limits of a container that has the class to itself. */
    public static ResourceRequirements resources(HardwareClassSpec hardware) {
        ComputeResources limits = hardware.limits() == null ? hardware.requests() : hardware.limits();
        return new ResourceRequirementsBuilder()
                .withRequests(quantities(hardware.requests(), hardware))
                .withLimits(quantities(limits, hardware))
                .build();
    }

    private static Map<String, Quantity> quantities(ComputeResources compute, HardwareClassSpec hardware) {
        Map<String, Quantity> quantities = new TreeMap<>();
        quantities.put("cpu", new Quantity(compute.cpu()));
        quantities.put("memory", new Quantity(compute.memory()));
        Accelerator accelerator = hardware.accelerator();
        if (accelerator != null) {
            quantities.put(
                    accelerator.resource(), new Quantity(accelerator.count().toString()));
        }
        return quantities;
    }
}
