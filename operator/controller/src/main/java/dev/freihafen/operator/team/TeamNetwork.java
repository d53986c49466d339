package dev.freihafen.operator.team;

import dev.freihafen.api.v1alpha1.Egress;
import dev.freihafen.api.v1alpha1.Team;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A team's network: everything denied, then the holes that work needs. */
final class TeamNetwork {
    /** Not the Internet: private, shared, loopback and link-local ranges (RFC 1918, 6598, 1122, 3927). */
    private static final List<String> NOT_PUBLIC =
            List.of("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16");

    /** Where the platform API answers clients of Kubeflow Pipelines. */
    private static final int KFP_PORT = 8888;

    private TeamNetwork() {}

    static List<HasMetadata> policies(Team team, TeamSettings settings) {
        List<HasMetadata> policies = new ArrayList<>();
        policies.add(policy(team, "default-deny")
                .editSpec()
                .withPolicyTypes("Ingress", "Egress")
                .endSpec()
                .build());
        policies.add(dns(team));
        policies.add(policy(team, "own-namespace")
                .editSpec()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .addNewFrom()
                .withPodSelector(new LabelSelector())
                .endFrom()
                .endIngress()
                .addNewEgress()
                .addNewTo()
                .withPodSelector(new LabelSelector())
                .endTo()
                .endEgress()
                .endSpec()
                .build());
        policies.add(fromPlatform(team, settings));
        settings.kfpAddress().ifPresent(address -> policies.add(toKfp(team, address)));
        if (!settings.artifactCidrs().isEmpty()) {
            policies.add(policy(team, "artifact-store")
                    .editSpec()
                    .withPolicyTypes("Egress")
                    .addNewEgress()
                    .withTo(settings.artifactCidrs().stream()
                            .map(cidr -> block(cidr, List.of()))
                            .toList())
                    .endEgress()
                    .endSpec()
                    .build());
        }
        List<NetworkPolicyPeer> outside = outside(team.getSpec().egress());
        if (!outside.isEmpty()) {
            policies.add(policy(team, "egress")
                    .editSpec()
                    .withPolicyTypes("Egress")
                    .addNewEgress()
                    .withTo(outside)
                    .endEgress()
                    .endSpec()
                    .build());
        }
        return policies;
    }

    private static NetworkPolicy dns(Team team) {
        return policy(team, "dns")
                .editSpec()
                .withPolicyTypes("Egress")
                .addNewEgress()
                .withPorts(
                        new NetworkPolicyPortBuilder()
                                .withProtocol("UDP")
                                .withPort(new IntOrString(53))
                                .build(),
                        new NetworkPolicyPortBuilder()
                                .withProtocol("TCP")
                                .withPort(new IntOrString(53))
                                .build())
                .endEgress()
                .endSpec()
                .build();
    }

    private static NetworkPolicy fromPlatform(Team team, TeamSettings settings) {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        peers.add(new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", settings.platformNamespace()))
                .endNamespaceSelector()
                .build());
        settings.proxyCidrs().forEach(cidr -> peers.add(block(cidr, List.of())));
        return policy(team, "from-platform")
                .editSpec()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withFrom(peers)
                .endIngress()
                .endSpec()
                .build();
    }

    private static NetworkPolicy toKfp(Team team, String address) {
        return policy(team, "to-kfp")
                .editSpec()
                .withPolicyTypes("Egress")
                .addNewEgress()
                .withTo(block(address + (address.contains(":") ? "/128" : "/32"), List.of()))
                .withPorts(new NetworkPolicyPortBuilder()
                        .withProtocol("TCP")
                        .withPort(new IntOrString(KFP_PORT))
                        .build())
                .endEgress()
                .endSpec()
                .build();
    }

    private static List<NetworkPolicyPeer> outside(@Nullable Egress egress) {
        Egress.Mode mode = egress == null ? Egress.Mode.Internet : egress.mode();
        return switch (mode) {
            case None -> List.of();
            case Internet -> List.of(block("0.0.0.0/0", NOT_PUBLIC));
            case List ->
                egress == null || egress.cidrs() == null
                        ? List.of()
                        : egress.cidrs().stream()
                                .map(cidr -> block(cidr, List.of()))
                                .toList();
        };
    }

    private static NetworkPolicyPeer block(String cidr, List<String> except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(cidr)
                .withExcept(except)
                .endIpBlock()
                .build();
    }

    private static NetworkPolicyBuilder policy(Team team, String name) {
        return new NetworkPolicyBuilder()
                .withMetadata(TeamManifests.metadata(team, name))
                .withNewSpec()
                .withPodSelector(new LabelSelector())
                .endSpec();
    }
}
