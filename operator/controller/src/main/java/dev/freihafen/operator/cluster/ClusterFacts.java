package dev.freihafen.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What nodes and storage classes tell of a cluster. Pure; a cloud is a row of a table here. */
final class ClusterFacts {
    /** Scheme of {@code Node.spec.providerID} by provider, as the cloud controller managers write it. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "aws",
            "aws",
            "azure",
            "azure",
            "gce",
            "gcp",
            "openstack",
            "openstack",
            "vsphere",
            "vsphere",
            "kind",
            "kind",
            "k3s",
            "k3s");

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private ClusterFacts() {}

    static String provider(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.getSpec().getProviderID())
                .filter(id -> id != null && id.contains("://"))
                .map(id -> PROVIDERS.getOrDefault(id.substring(0, id.indexOf("://")), "unknown"))
                .findFirst()
                .orElse("unknown");
    }

    static Optional<String> storageClass(List<StorageClass> classes) {
        return classes.stream()
                .filter(one -> one.getMetadata().getAnnotations() != null
                        && "true".equals(one.getMetadata().getAnnotations().get(DEFAULT_CLASS)))
                .map(one -> one.getMetadata().getName())
                .findFirst();
    }

    /** Names of extended resources that nodes offer, sorted. */
    static List<String> accelerators(List<Node> nodes) {
        TreeSet<String> names = new TreeSet<>();
        for (Node node : nodes) {
            if (node.getStatus() != null && node.getStatus().getAllocatable() != null) {
                node.getStatus().getAllocatable().keySet().stream()
                        .filter(name -> name.contains("/"))
                        .forEach(names::add);
            }
        }
        return List.copyOf(names);
    }
}
